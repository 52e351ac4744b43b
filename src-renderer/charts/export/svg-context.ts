/** What is drawn on a canvas, written down as SVG: so much of its context as a chart uses, so that a file shows what the page does. */

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

interface Kept {
  readonly matrix: Matrix;
  /** Name of the clip path; empty for none. */
  readonly clip: string;
  readonly dash: readonly number[];
}

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];
const first: Kept = { matrix: IDENTITY, clip: '', dash: [] };
const anchors: Readonly<Record<string, string>> = {
  ...{ left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' },
};
/** Share of the size of letters that they stand below what they are set by. */
const drops: Readonly<Record<string, number>> = { top: 0.8, middle: 0.35, bottom: -0.2 };

export class SvgContext {
  fillStyle = '#000';
  strokeStyle = '#000';
  lineWidth = 1;
  lineCap = 'butt';
  lineJoin = 'miter';
  lineDashOffset = 0;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign = 'left';
  textBaseline = 'alphabetic';
  readonly canvas: { width: number; height: number; style: object; getContext: () => SvgContext };
  readonly #measure: (text: string, font: string) => TextMetrics;
  readonly #parts: string[] = [];
  readonly #clips: string[] = [];
  readonly #saved: (() => void)[] = [];
  #state = first;
  #path = '';

  /** @param measure of letters, as a canvas would */
  constructor(width: number, height: number, measure: (text: string, font: string) => TextMetrics) {
    this.#measure = measure;
    this.canvas = { width, height, style: {}, getContext: () => this };
  }

  /** @returns the file. @param title told to those who cannot see it */
  toString(title: string): string {
    const { width, height } = this.canvas;
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">` +
      `<title>${escape(title)}</title>` +
      (this.#clips.length > 0 ? `<defs>${this.#clips.join('')}</defs>` : '') +
      `${this.#parts.join('\n')}\n</svg>\n`
    );
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, lineDashOffset } = this;
    const { globalAlpha, font, textAlign, textBaseline } = this;
    const state = this.#state;
    this.#saved.push(() => {
      Object.assign(this, { fillStyle, strokeStyle, lineWidth, lineCap, lineJoin, lineDashOffset });
      Object.assign(this, { globalAlpha, font, textAlign, textBaseline });
      this.#state = state;
    });
  }
  restore(): void {
    this.#saved.pop()?.();
  }

  setTransform(...matrix: [number, number, number, number, number, number]): void {
    this.#state = { ...this.#state, matrix };
  }
  resetTransform(): void {
    this.#state = { ...this.#state, matrix: IDENTITY };
  }
  translate(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.#state.matrix;
    this.#state = { ...this.#state, matrix: [a, b, c, d, a * x + c * y + e, b * x + d * y + f] };
  }
  rotate(angle: number): void {
    const [a, b, c, d, e, f] = this.#state.matrix;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#state = {
      ...this.#state,
      matrix: [a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin, e, f],
    };
  }
  scale(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.#state.matrix;
    this.#state = { ...this.#state, matrix: [a * x, b * x, c * y, d * y, e, f] };
  }

  beginPath(): void {
    this.#path = '';
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${this.#at(x, y)}`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === '' ? 'M' : 'L'}${this.#at(x, y)}`;
  }
  bezierCurveTo(...at: [number, number, number, number, number, number]): void {
    const [x1, y1, x2, y2, x, y] = at;
    this.#path += `C${this.#at(x1, y1)} ${this.#at(x2, y2)} ${this.#at(x, y)}`;
  }
  closePath(): void {
    this.#path += 'Z';
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path += this.#box(x, y, width, height);
  }
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const point = (angle: number): string =>
      this.#at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const size = round(radius * Math.hypot(this.#state.matrix[0], this.#state.matrix[1]));
    // Two halves: an arc that ends where it begins is none.
    const middle = (from + to) / 2;
    const half = (angle: number): string => `A${size} ${size} 0 0 1 ${point(angle)}`;
    this.#path += `${this.#path === '' ? 'M' : 'L'}${point(from)}${half(middle)}${half(to)}`;
  }

  clip(): void {
    const name = `clip-${this.#clips.length + 1}`;
    const within = this.#clipped();
    this.#clips.push(`<clipPath id="${name}"><path d="${this.#path}"${within}/></clipPath>`);
    this.#state = { ...this.#state, clip: name };
  }
  stroke(): void {
    const { strokeStyle, lineWidth, lineCap, lineJoin, lineDashOffset } = this;
    const { dash } = this.#state;
    if (this.#path === '' || !(lineWidth > 0)) return;
    this.#put(
      `<path d="${this.#path}" fill="none" stroke="${escape(strokeStyle)}" stroke-width="${round(lineWidth)}"` +
        (lineCap === 'butt' ? '' : ` stroke-linecap="${lineCap}"`) +
        (lineJoin === 'miter' ? '' : ` stroke-linejoin="${lineJoin}"`) +
        (dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`) +
        (!lineDashOffset ? '' : ` stroke-dashoffset="${round(lineDashOffset)}"`),
    );
  }
  fill(): void {
    if (this.#path !== '') this.#put(`<path d="${this.#path}" fill="${escape(this.fillStyle)}"`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    const box = this.#box(x, y, width, height);
    this.#put(`<path d="${box}" fill="${escape(this.fillStyle)}"`);
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    const path = this.#path;
    this.#path = this.#box(x, y, width, height);
    this.stroke();
    this.#path = path;
  }
  /** There is nothing below. */
  clearRect(): void {}

  setLineDash(dash: readonly number[]): void {
    this.#state = { ...this.#state, dash: [...dash] };
  }
  getLineDash(): readonly number[] {
    return this.#state.dash;
  }

  measureText(text: string): TextMetrics {
    return this.#measure(text, this.font);
  }
  /** @param most px that it may take, where its letters stand closer */
  fillText(text: string, x: number, y: number, most = Infinity): void {
    const { font, fillStyle, textAlign, textBaseline } = this;
    const { matrix } = this.#state;
    const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 10);
    const style = font.replace(/^.*?px(\/\S+)?\s*/, '');
    const weight = /\b(bold|\d00)\b/.exec(font)?.[1];
    const width = this.measureText(text).width;
    this.#put(
      `<text transform="matrix(${matrix.map(round).join(' ')})" x="${round(x)}" y="${round(y + size * (drops[textBaseline] ?? 0))}"` +
        ` font-family="${escape(style)}" font-size="${size}"${weight ? ` font-weight="${weight}"` : ''}` +
        ` text-anchor="${anchors[textAlign] ?? 'start'}" fill="${escape(fillStyle)}"` +
        (width > most ? ` textLength="${round(most)}" lengthAdjust="spacingAndGlyphs"` : ''),
      escape(text),
    );
  }

  /** Takes over what was drawn elsewhere. */
  place(other: SvgContext, x: number, y: number): void {
    const named = (text: string): string => text.replaceAll(/(id="|url\(#)clip-/g, '$1inner-');
    this.#clips.push(...other.#clips.map(named));
    this.#parts.push(
      `<g transform="translate(${round(x)} ${round(y)})">\n${other.#parts.map(named).join('\n')}\n</g>`,
    );
  }

  #put(begun: string, content?: string): void {
    const { globalAlpha } = this;
    const opacity = globalAlpha === 1 ? '' : ` opacity="${round(globalAlpha)}"`;
    const end = content === undefined ? '/>' : `>${content}</text>`;
    this.#parts.push(`${begun}${opacity}${this.#clipped()}${end}`);
  }
  #clipped(): string {
    return this.#state.clip === '' ? '' : ` clip-path="url(#${this.#state.clip})"`;
  }
  #at(x: number, y: number): string {
    const [a, b, c, d, e, f] = this.#state.matrix;
    return `${round(a * x + c * y + e)} ${round(b * x + d * y + f)}`;
  }
  #box(x: number, y: number, width: number, height: number): string {
    const [right, bottom] = [x + width, y + height];
    return `M${this.#at(x, y)}L${this.#at(right, y)}L${this.#at(right, bottom)}L${this.#at(x, bottom)}Z`;
  }
}

/** What is no number, a canvas passes over. */
const round = (value: number | undefined): string => String(Number((value ?? 0).toFixed(2)));
const escape = (text: string): string =>
  text
    // Characters that XML has not, whatever a name holds.
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
