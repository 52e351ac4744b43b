/** The order of names as people count: `2` before `10`, 第二 before 第十; folder by folder, and a name before one that goes on. */

const NUMERALS = '零一二三四五六七八九';
/** How else they are written. */
const SAME: Readonly<Record<string, string>> = {
  ...{ 〇: '零', '○': '零', 两: '二', 兩: '二', 廿: '二十', 卅: '三十', 萬: '万' },
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
const LARGE_UNIT = '万';
const NUMBER = new RegExp(`[${NUMERALS}十百千万${Object.keys(SAME).join('')}]+`, 'g');
const ENDING = /\.[\w-]{1,10}$/;

/** One order for all languages, so that the same files are the same corpus everywhere. */
const collator = new Intl.Collator('en', { numeric: true });

export const inNaturalOrder = (a: string, b: string): number => orderOf(keyed(a), keyed(b));

/** @returns things in the order of their names; those of the same name in the order in which they were */
export const inOrderOfNames = <T>(things: readonly T[], nameOf: (thing: T) => string): T[] =>
  things
    .map((thing) => ({ thing, name: keyed(nameOf(thing)) }))
    .sort((a, b) => orderOf(a.name, b.name))
    .map(({ thing }) => thing);

interface Keyed {
  readonly name: string;
  readonly keys: readonly string[];
}
const keyed = (name: string): Keyed => ({ name, keys: keysOf(name) });

function orderOf({ name: a, keys: own }: Keyed, { name: b, keys: others }: Keyed): number {
  if (a === b) return 0;
  for (const [index, key] of own.entries()) {
    const other = others[index];
    if (other === undefined) return 1;
    const order = collator.compare(key, other);
    if (order !== 0) return order;
  }
  if (own.length < others.length) return -1;
  return collator.compare(a, b) || (a < b ? -1 : 1);
}

/** @returns what is compared of a path, one after the other: its folders, its name, its ending */
function keysOf(path: string): readonly string[] {
  const parts = path
    .normalize('NFKC') // of circled and full-width digits
    .split('/')
    .map(counted);
  const name = parts.pop() ?? '';
  const ending = ENDING.exec(name)?.[0] ?? '';
  return [...parts, name.slice(0, name.length - ending.length), ending];
}

/** @returns a name with Chinese numbers in digits; 十 alone is 10, 二十一 is 21, 一〇三 is 103 */
const counted = (name: string): string => name.replace(NUMBER, valueOf);

function valueOf(number: string): string {
  const characters = [...[...number].map((one) => SAME[one] ?? one).join('')];
  const isCounted = characters.some((one) => one in UNITS || one === LARGE_UNIT);
  if (!isCounted) return characters.map((one) => NUMERALS.indexOf(one)).join('');
  let [whole, sum, digit] = [0, 0, 0];
  for (const character of characters) {
    const unit = UNITS[character];
    if (character === LARGE_UNIT) {
      whole = (whole + Math.max(sum + digit, 1)) * 10_000;
      [sum, digit] = [0, 0];
    } else if (unit === undefined) digit = NUMERALS.indexOf(character);
    else {
      sum += Math.max(digit, 1) * unit;
      digit = 0;
    }
  }
  const value = whole + sum + digit;
  return Number.isSafeInteger(value) ? String(value) : number;
}
