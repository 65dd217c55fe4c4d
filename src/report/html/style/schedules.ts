/** The pictures of the schedules. */
export const scheduleStyle = `
.hatch-fill{fill:url(#hatch)}
.dot-fill{fill:url(#dots)}
.swatch{border:1px solid var(--strong);border-radius:2px}
.picture-legend{margin:0 0 1.2rem}
.schedule{padding:1.25rem 1.4rem 1.1rem}
.schedule+.schedule{margin-top:1.5rem}
.schedule .heading{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:baseline;justify-content:space-between}
.schedule .facts{color:var(--dim);margin-top:.2rem}
.schedule .summary{margin-top:.45rem;max-width:46rem}
.picture{overflow-x:auto;margin-top:1rem}
.layers{position:relative}
.layers .links{position:absolute;inset:0;pointer-events:none}
.layers .links a{pointer-events:auto}
.picture svg{display:block;width:100%;min-width:46rem;height:auto}
.picture text{fill:var(--ink);font:400 12.5px "IBM Plex Sans",system-ui,sans-serif}
.picture text.dim{fill:var(--dim);font-size:11.5px}
.picture text.strong{font-weight:600}
.picture text.middle{text-anchor:middle}
.picture text.end{text-anchor:end}
.picture .grid{stroke:var(--rule);stroke-width:1}
.picture .axis{stroke:var(--strong);stroke-width:1.2}
.picture .start{stroke:var(--ink);stroke-width:1.4;stroke-dasharray:4 3}
.picture .band{fill:var(--sunk);stroke:var(--strong);stroke-width:1}
.picture .gap{fill:var(--sunk);stroke:var(--strong);stroke-width:1}
.picture .gap-dots{fill:url(#dots)}
.picture .no-sending{fill:url(#hatch)}
.hatching{stroke:var(--violated);stroke-width:1.1;opacity:.5}
.dotting{fill:var(--dim)}
.picture .slot{stroke-width:1.4;fill:var(--card);stroke:var(--dim)}
.picture .slot.hit{fill:var(--upheld-tint);stroke:var(--upheld)}
.picture .slot.missed{fill:var(--violated-tint);stroke:var(--violated);stroke-dasharray:3 2}
.picture .slot.excused{stroke-dasharray:1.5 2.5}
.picture .slot.blind{fill:var(--inconclusive-tint);stroke:var(--inconclusive);stroke-dasharray:6 2}
.picture .slot.cancelled{fill:none;stroke:var(--strong)}
.picture .slot.pending{stroke-dasharray:3 3}
.picture .glyph{color:var(--dim)}
.picture .glyph.hit{color:var(--upheld)}
.picture .glyph.missed{color:var(--violated)}
.picture .glyph.blind{color:var(--inconclusive)}
.picture .sent{fill:var(--upheld);stroke:var(--card);stroke-width:1.2}
.picture .permitted{fill:var(--card);stroke:var(--ink);stroke-width:1.6}
.picture .breach{fill:var(--violated);stroke:var(--card);stroke-width:1.4}
.picture .breach-line{stroke:var(--violated);stroke-width:1}
.picture .links text{paint-order:stroke;stroke:var(--card);stroke-width:3px}
.picture a text{fill:var(--violated);font-weight:600;text-decoration:underline}
.picture a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.picture .zoom{fill:var(--sunk);stroke:none}
.picture .due{stroke:var(--strong);stroke-width:1;stroke-dasharray:2 2}
.schedule details{margin-top:.7rem}
.schedule details .scroll+.scroll{margin-top:.8rem}
`;
