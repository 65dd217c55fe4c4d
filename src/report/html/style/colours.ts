/** Each colour by its use: on light, on dark, and the system's own where the reader has chosen colours. */
const colours: Readonly<Record<string, readonly [string, string, string]>> = {
  paper: ['#f6f7f3', '#12151b', 'Canvas'],
  card: ['#ffffff', '#1a1e26', 'Canvas'],
  sunk: ['#f1f2ed', '#222732', 'Canvas'],
  ink: ['#14171f', '#e9ebef', 'CanvasText'],
  dim: ['#555a66', '#a9afbc', 'CanvasText'],
  rule: ['#dadcd4', '#363d4a', 'CanvasText'],
  strong: ['#8b9099', '#6d7686', 'CanvasText'],
  link: ['#1d4f91', '#8fbcf7', 'LinkText'],
  chosen: ['#14171f', '#e9ebef', 'Highlight'],
  'on-chosen': ['#ffffff', '#12151b', 'HighlightText'],
  violated: ['#a51c1c', '#ff9389', 'CanvasText'],
  'violated-tint': ['#fbe9e7', '#3c1d1d', 'Canvas'],
  inconclusive: ['#494490', '#b9b6f6', 'CanvasText'],
  'inconclusive-tint': ['#ebebf7', '#2b2a4e', 'Canvas'],
  'not-exercised': ['#555a66', '#a9afbc', 'CanvasText'],
  'not-exercised-tint': ['#eeefe9', '#272c36', 'Canvas'],
  waived: ['#785000', '#eec274', 'CanvasText'],
  'waived-tint': ['#fcf0dc', '#392c13', 'Canvas'],
  attested: ['#0b5a6e', '#84d2e6', 'CanvasText'],
  'attested-tint': ['#e0f0f4', '#14333c', 'Canvas'],
  upheld: ['#1a693b', '#83d8a3', 'CanvasText'],
  'upheld-tint': ['#e2f1e8', '#183425', 'Canvas'],
};

function palette(index: 0 | 1 | 2, important = ''): string {
  return Object.entries(colours)
    .map(([name, values]) => `--${name}:${values[index]}${important};`)
    .join('');
}

/**
 * Light is the page's own, and what is printed; dark is the reader's system's or the reader's choice on the page. A
 * choice of the page never overrides colours that the reader has set for everything.
 */
export const colourStyle = `
:root{color-scheme:light;${palette(0)}}
@media screen and (prefers-color-scheme:dark){
:root:not(:has(#theme-light:checked)){color-scheme:dark;${palette(1)}}
}
@media screen{
:root:has(#theme-dark:checked){color-scheme:dark;${palette(1)}}
}
@media (forced-colors:active){
:root{color-scheme:light dark;${palette(2, '!important')}}
}
`;
