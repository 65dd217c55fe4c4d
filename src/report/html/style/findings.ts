/** The cards of the findings. */
export const findingStyle = `
.finding{padding:1.4rem 1.6rem;margin-top:1.2rem;scroll-margin-top:1rem}
.finding>*+*{margin-top:1rem}
.finding .head{display:flex;flex-wrap:wrap;gap:.35rem .9rem;align-items:center}
.finding .head .id{margin-inline-start:auto;color:var(--dim)}
.finding h4{margin-top:.7rem}
.finding .place{margin-top:.3rem;color:var(--dim)}
.finding blockquote{border-inline-start:4px solid var(--rule);padding:.05rem 0 .05rem 1.1rem}
.finding blockquote p+p{color:var(--dim);font-size:.9375rem}
.beside{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:1.4rem}
.beside>div{border-top:3px solid var(--strong);padding-top:.45rem}
.beside>.was{border-top-color:var(--violated)}
.beside .value{margin-top:.15rem}
.payload figcaption{margin-bottom:.3rem}
.payload ol{background:var(--sunk);border-radius:8px;padding:.7rem 0;font-family:"IBM Plex Mono",ui-monospace,Menlo,Consolas,monospace;font-size:.875rem;line-height:1.6}
.payload li{padding:.06rem 1.1rem .06rem 1.1rem;border-inline-start:4px solid transparent}
.payload li.request{font-weight:600;padding-bottom:.3rem}
.payload li.header{color:var(--dim)}
.payload .name::after{content:": "}
.payload .bare::after{content:""}
.payload .redacted{color:var(--dim);border-bottom:1px dotted var(--strong)}
.payload li.marked{border-inline-start-color:var(--violated);background:var(--violated-tint)}
.payload mark{background:none;color:var(--violated);font-weight:600;padding:0}
.payload mark .redacted{color:inherit}
.payload .why{font-family:"IBM Plex Sans",system-ui,sans-serif;font-weight:600;color:var(--violated);font-size:.8125rem;margin-inline-start:.9rem;display:inline-block}
.depth-1{text-indent:1.4rem}.depth-2{text-indent:2.8rem}.depth-3{text-indent:4.2rem}.depth-4{text-indent:5.6rem}.depth-5{text-indent:7rem}.depth-6{text-indent:8.4rem}
.payload .why,.payload .name,.payload .redacted{text-indent:0}
.kind{margin-top:2.2rem}
.kind>h3{font-size:1.1875rem}
.kind>p{color:var(--dim)}
.of-kind-filter+.kind{margin-top:.6rem}
.block{margin-top:.5rem}
.readings{margin-top:.7rem}
.interpretation .readings .icon{margin-top:.22rem}
.verdicts>span{display:inline-flex;flex-wrap:wrap;align-items:center;gap:0 .4rem}
.lead+.waiver,.waiver:first-of-type{margin-top:1.3rem}
.plain>div{border-top:0;padding-top:0}
.readings li{display:grid;grid-template-columns:1.5rem minmax(0,1fr);padding:.35rem 0}
.interpretation{padding:1.2rem 1.5rem;margin-top:1rem}
.interpretation .verdicts{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;font-size:.875rem}
.waiver{padding:1.1rem 1.4rem;margin-top:.9rem}
.waiver dl{display:grid;grid-template-columns:8rem minmax(0,1fr);gap:.25rem 1rem;margin-top:.5rem}
.waiver dt{font-weight:400;color:var(--dim)}
`;
