/** Tables, each in a box of its own that scrolls where the page is narrow. */
export const tableStyle = `
.scroll{overflow-x:auto;background:var(--card);border:1px solid var(--rule);border-radius:10px;position:relative}
table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.5}
caption{text-align:start;padding:.6rem .9rem;color:var(--dim);font-size:.875rem;border-bottom:1px solid var(--rule)}
th,td{text-align:start;vertical-align:top;padding:.6rem .9rem;min-width:8.4rem}
thead th{background:var(--sunk);color:var(--dim);font-size:.875rem;vertical-align:bottom}
tbody tr{border-top:1px solid var(--rule)}
tbody th{font-weight:400}
td.number{font-variant-numeric:tabular-nums}
th.short,td.short{min-width:5.5rem}
td.digest-cell{min-width:18.6rem;color:var(--dim);line-height:1.4}
.digest-cell code{display:block;font-size:.8125rem;max-width:32ch;word-break:break-all}
.scroll table{min-width:46rem}
.wide table{min-width:58rem}
.source code,.line-of{display:block}
.undocumented{font-weight:600;color:var(--violated)}

.matrix th.clause{min-width:17rem;width:100%}
.matrix .id{font-weight:600}
.matrix .meta{color:var(--dim);font-size:.875rem}
.matrix q,.matrix .says{display:block;color:var(--dim);margin-top:.1rem}
.matrix th.state,.matrix td.state{min-width:5.4rem;padding-inline:.5rem}
.matrix th.state div{max-width:9rem;overflow-wrap:break-word}
.matrix td.state{font-size:.875rem}
.matrix td.state .icon{width:1.25rem;height:1.25rem}
.matrix td.state.has-violated{background:var(--violated-tint)}
.matrix td.state.has-inconclusive{background:var(--inconclusive-tint)}
.matrix td.state.has-waived{background:var(--waived-tint)}
.matrix .at-hand{display:none}
.matrix .times{color:var(--dim);margin-inline-start:.35rem;font-variant-numeric:tabular-nums}
.matrix td.state a{display:inline-block;margin-inline-end:.4rem}
.matrix td.total{border-inline-start:1px solid var(--rule);min-width:10rem}
.matrix td.total p{font-size:.875rem;margin-top:.2rem}
.matrix details{margin-top:.35rem;font-size:.875rem}
.matrix details dl{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:.3rem .9rem;max-width:44rem}
.matrix details dt{font-weight:400;color:var(--dim)}
.legend{display:flex;flex-wrap:wrap;gap:.35rem 1.6rem;margin-top:.8rem;font-size:.875rem;color:var(--dim)}
.legend li{display:inline-flex;gap:.4rem;align-items:center}
.legend .key{color:var(--ink)}
`;
