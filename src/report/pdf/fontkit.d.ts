/** What is used of fontkit 2, which has no types of its own. */
declare module 'fontkit' {
  export interface Font {
    /** The code points that the font maps to a glyph. */
    readonly characterSet: readonly number[];
  }
  export function create(bytes: Uint8Array): Font;
}
