/**
 * HTML and XML as a flat row of tags and of the text between them. htmlparser2's tokenizer reads it; its parser keeps the open elements
 * in a way that takes half a minute for 100,000 tags within each other, and a browser's rules for them are not needed here.
 */
import { QuoteType, Tokenizer } from 'htmlparser2';

export interface TagHandler {
  /** `isEmpty` where the tag ends itself. Names are in lower case in HTML. */
  open(name: string, attributes: ReadonlyMap<string, string>, isEmpty: boolean): void;
  close(name: string): void;
  /** Decoded; a text comes in several parts where it has entities. */
  text(data: string): void;
}

/** @param isXml else HTML, with its scripts, its entities, and no tag that ends itself */
export function readTags(source: string, isXml: boolean, handler: TagHandler): void {
  const nameAt = (start: number, end: number): string => {
    const name = source.slice(start, end);
    return isXml ? name : name.toLowerCase();
  };
  let [tag, attribute, value] = ['', '', ''];
  let attributes = new Map<string, string>();
  const open = (isEmpty: boolean): void => handler.open(tag, attributes, isEmpty);
  const nothing = (): void => undefined;
  const tokenizer = new Tokenizer(
    { xmlMode: isXml, decodeEntities: true },
    {
      onopentagname: (start, end) => {
        tag = nameAt(start, end);
        attributes = new Map();
      },
      onattribname: (start, end) => {
        [attribute, value] = [nameAt(start, end), ''];
      },
      onattribdata: (start, end) => {
        value += source.slice(start, end);
      },
      onattribentity: (codePoint) => {
        value += String.fromCodePoint(codePoint);
      },
      onattribend: (quote) => attributes.set(attribute, quote === QuoteType.NoValue ? '' : value),
      onopentagend: () => open(false),
      onselfclosingtag: () => open(isXml),
      onclosetag: (start, end) => handler.close(nameAt(start, end)),
      ontext: (start, end) => handler.text(source.slice(start, end)),
      ontextentity: (codePoint) => handler.text(String.fromCodePoint(codePoint)),
      oncdata: (start, end, offset) => {
        if (isXml) handler.text(source.slice(start, end - offset));
      },
      oncomment: nothing,
      ondeclaration: nothing,
      onprocessinginstruction: nothing,
      onend: nothing,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
}
