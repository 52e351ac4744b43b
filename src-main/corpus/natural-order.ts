/** The order of names as people count: `2` before `10`, 第二 before 第十. */

const DIGITS = '零一二三四五六七八九';
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const NUMBER = /[零〇一二两三四五六七八九十百千]+/g;

/** One order for all languages, so that the same files are the same corpus everywhere. */
const collator = new Intl.Collator('en', { numeric: true });

export function inNaturalOrder(a: string, b: string): number {
  return (
    collator.compare(counted(a), counted(b)) ||
    collator.compare(a, b) ||
    (a < b ? -1 : a > b ? 1 : 0)
  );
}

/** @returns a name with Chinese numbers in digits; 十 alone is 10, 二十一 is 21, 一〇三 is 103 */
const counted = (name: string): string => name.replace(NUMBER, (number) => String(valueOf(number)));

function valueOf(number: string): number {
  const characters = [...number.replaceAll('〇', '零').replaceAll('两', '二')];
  if (!characters.some((character) => character in UNITS))
    return Number(characters.map((character) => DIGITS.indexOf(character)).join(''));
  let [sum, digit] = [0, 0];
  for (const character of characters) {
    const unit = UNITS[character];
    if (unit === undefined) digit = DIGITS.indexOf(character);
    else {
      sum += Math.max(digit, 1) * unit;
      digit = 0;
    }
  }
  return sum + digit;
}
