import { fold, type Line, type Span } from './ansi.js';

const size = 14;
const advance = 8.43;
const leading = 21;
const padding = 24;
const bar = 40;

const style = `
    .window { fill: #ffffff; stroke: #d1d9e0; }
    .bar { fill: #f6f8fa; }
    .rule { stroke: #d1d9e0; }
    .button { fill: #d1d9e0; }
    text { font: ${size}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; white-space: pre; }
    .title { font-size: 12px; fill: #59636e; }
    .bold { font-weight: 700; }
    .dim, .note { fill: #59636e; }
    .note { font-style: italic; }
    .red { fill: #cf222e; }
    .green { fill: #1a7f37; }
    .yellow { fill: #9a6700; }
    @media (prefers-color-scheme: dark) {
      .window { fill: #0d1117; stroke: #3d444d; }
      .bar { fill: #161b22; }
      .rule { stroke: #3d444d; }
      .button { fill: #3d444d; }
      text { fill: #e6edf3; }
      .title, .dim, .note { fill: #9198a1; }
      .red { fill: #ff7b72; }
      .green { fill: #3fb950; }
      .yellow { fill: #d29922; }
    }`;

/** Lines of text in the frame of a window, as an SVG without scripts and without fonts of its own. */
export function drawWindow(title: string, lines: readonly Line[], columns: number): string {
  const rows = lines.flatMap((line) => fold(line, columns));
  const width = Math.ceil(columns * advance + 2 * padding);
  const height = bar + rows.length * leading + 2 * padding - 8;
  const texts = rows.map((row, index) => drawRow(row, bar + padding + index * leading + 8));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${xmlText(title)}">
  <title>${xmlText(title)}</title>
  <style>${style}
  </style>
  <rect class="window" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>
  <path class="bar" d="M1 ${bar}V11a10 10 0 0 1 10-10H${width - 11}a10 10 0 0 1 10 10V${bar}z"/>
  <path class="rule" d="M1 ${bar + 0.5}H${width - 1}"/>
  <circle class="button" cx="22" cy="20.5" r="6"/>
  <circle class="button" cx="42" cy="20.5" r="6"/>
  <circle class="button" cx="62" cy="20.5" r="6"/>
  <text class="title" x="${width / 2}" y="24.5" text-anchor="middle">candor</text>
${texts.filter((text) => text !== '').join('\n')}
</svg>
`;
}

function drawRow(row: Line, y: number): string {
  if (row.length === 0) return '';
  return `  <text x="${padding}" y="${y}" xml:space="preserve">${row.map(drawSpan).join('')}</text>`;
}

function drawSpan({ text, styles }: Span): string {
  return styles.length === 0 ? xmlText(text) : `<tspan class="${styles.join(' ')}">${xmlText(text)}</tspan>`;
}

function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
