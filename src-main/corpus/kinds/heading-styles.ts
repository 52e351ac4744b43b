/** Which paragraphs of a document are headings, and how deep: by the names of their styles, which programs number in their own ways. */
import { readTags } from './tags.ts';

/** How deep a heading is: 0 is the title of the whole, 1 the topmost heading. */
export interface HeadingStyles {
  /** @param id of a paragraph's style in Word */
  ofStyle(id: string | undefined): number | undefined;
  /** @param level as Word counts outlines, from 0; 9 is the body */
  ofOutline(level: string | undefined): number | undefined;
  /** @param name of an element of OpenDocument: `text:h` is a heading of itself */
  ofParagraph(name: string, attributes: ReadonlyMap<string, string>): number | undefined;
}

const BODY = 9;

/** @param xml in which styles are defined; where it has none, a style is called by its id */
export function headingStyles(xml: string): HeadingStyles {
  const depths = new Map<string, number>();
  for (const { id, names, outline } of stylesIn(xml)) {
    const depth = firstOf(names, depthNamed) ?? outline ?? firstOf(names, (one) => depths.get(one));
    if (depth !== undefined) depths.set(id, depth);
  }
  const ofStyle = (id: string | undefined): number | undefined =>
    id === undefined ? undefined : (depths.get(id) ?? depthNamed(id));
  return {
    ofStyle,
    ofOutline,
    ofParagraph(name, attributes) {
      const depth = ofStyle(attributeOf(attributes, 'style-name'));
      if (name !== 'text:h') return depth;
      return depth ?? (Number(attributeOf(attributes, 'outline-level')) || 1);
    },
  };
}

function ofOutline(level: string | undefined): number | undefined {
  const depth = Number(level ?? BODY);
  return depth >= 0 && depth < BODY ? depth + 1 : undefined;
}

/** @returns what programs call it in every language of theirs: Word within its files, OpenDocument with `_20_` for a space */
function depthNamed(name: string): number | undefined {
  if (/^title$/i.test(name)) return 0;
  const level = /^heading(?:\s|_20_)?([1-9])$/i.exec(name)?.[1];
  return level === undefined ? undefined : Number(level);
}

const firstOf = <Name>(
  names: readonly Name[],
  read: (name: Name) => number | undefined,
): number | undefined => names.map(read).find((depth) => depth !== undefined);

interface Style {
  readonly id: string;
  /** What it is called, and the ids of what it is like. */
  readonly names: string[];
  outline: number | undefined;
}

/** @returns the styles of Word and of OpenDocument that are defined somewhere in a text, in its order */
function stylesIn(xml: string): Style[] {
  const styles: Style[] = [];
  let open: Style | undefined;
  readTags(xml, true, {
    open(name, attributes, isEmpty) {
      const is = (local: string): boolean => name === local || name.endsWith(`:${local}`);
      const value = attributeOf(attributes, 'val');
      if (is('style')) {
        const id = attributeOf(attributes, 'styleId') ?? attributeOf(attributes, 'name');
        if (id === undefined) return;
        const like = attributeOf(attributes, 'parent-style-name');
        open = { id, names: like === undefined ? [] : [like], outline: undefined };
        styles.push(open);
        if (isEmpty) open = undefined;
      } else if (open && value !== undefined) {
        if (is('name') || is('basedOn')) open.names.push(value);
        if (is('outlineLvl')) open.outline = ofOutline(value);
      }
    },
    close(name) {
      if (name === 'style' || name.endsWith(':style')) open = undefined;
    },
    text() {},
  });
  return styles;
}

const attributeOf = (attributes: ReadonlyMap<string, string>, local: string): string | undefined =>
  [...attributes].find(([key]) => key === local || key.endsWith(`:${local}`))?.[1];
