/** The page: type, columns, headings, links and focus. */
export const pageStyle = `
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.55 "IBM Plex Sans",system-ui,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
code,.mono{font-family:"IBM Plex Mono",ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;font-size:.875em;font-variant-ligatures:none}
h1,h2,h3,h4{line-height:1.25;font-weight:600;margin:0;text-wrap:balance}
h1{font-size:2.125rem;letter-spacing:-.012em}
h2{font-size:1.4375rem;letter-spacing:-.006em}
h3{font-size:1.125rem}
h4{font-size:1.125rem}
p,ul,ol,dl,dd,figure,blockquote,fieldset{margin:0;padding:0}
ul,ol{list-style:none}
b,strong,th,dt{font-weight:600}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
[tabindex="-1"]:focus-visible{outline:none}
:target{outline:2px solid var(--link);outline-offset:3px}
.sprite{position:absolute}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:1rem;top:-6rem;padding:.6rem 1rem;background:var(--chosen);color:var(--on-chosen);border-radius:0 0 6px 6px;z-index:2}
.skip:focus{top:0}
.page{display:grid;grid-template-columns:15.5rem minmax(0,1fr);gap:3.25rem;max-width:88rem;margin:0 auto;padding:2.75rem 2.5rem 4rem}
.side{position:sticky;top:2rem;align-self:start;max-height:calc(100vh - 3rem);overflow:auto;padding:3px 3px 1rem}
.side .of{font-size:.875rem;color:var(--dim);font-weight:600;margin-bottom:.7rem}
nav ol{border-inline-start:1px solid var(--rule)}
nav a{display:flex;justify-content:space-between;gap:1rem;padding:.28rem .5rem .28rem 1rem;color:var(--ink);text-decoration:none}
nav a:hover{text-decoration:underline}
nav .count{color:var(--dim);font-variant-numeric:tabular-nums}
.title{margin-bottom:1.6rem}
.title p{color:var(--dim);margin-top:.35rem}
main>section{margin-top:3.25rem;scroll-margin-top:1.5rem}
main>section.determination{margin-top:0}
main>section>h2{padding-bottom:.55rem;border-bottom:1px solid var(--rule);margin-bottom:1.35rem}
main>section>p,.lead{max-width:46rem}
.dim{color:var(--dim)}
.small{font-size:.875rem}
.label{font-size:.875rem;font-weight:600;color:var(--dim)}
.notice{border-inline-start:4px solid var(--waived);background:var(--waived-tint);padding:.7rem 1rem;margin-top:1.2rem;border-radius:0 6px 6px 0}
.card{background:var(--card);border:1px solid var(--rule);border-radius:10px}
p+.list{margin-top:.7rem}
h3+.list{margin-top:.5rem}
.list>li{padding-inline-start:1.1rem;text-indent:-1.1rem}
.list>li::before{content:"–";display:inline-block;width:1.1rem;text-indent:0;color:var(--dim)}
.list>li>*{text-indent:0}
.list>li+li{margin-top:.45rem}
.spaced>*+*{margin-top:.9rem}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--rule);color:var(--dim);font-size:.875rem}
.icon{width:1.15em;height:1.15em;flex:none;vertical-align:-.2em;color:inherit}
.solid{fill:currentColor}
.line{fill:none;stroke:currentColor;stroke-width:1.4;stroke-linecap:round;stroke-linejoin:round}
.dashed{stroke-dasharray:2.6 2}
.thick{stroke-width:1.9}
.cut{fill:none;stroke:var(--card);stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round}
.violated{color:var(--violated)}
.inconclusive{color:var(--inconclusive)}
.not-exercised{color:var(--not-exercised)}
.waived{color:var(--waived)}
.attested{color:var(--attested)}
.upheld{color:var(--upheld)}
.verdict,.outcome{display:inline-flex;align-items:center;gap:.45rem;font-weight:600;white-space:nowrap}
.outcome{font-weight:400}
.outcome.hit{color:var(--upheld)}
.outcome.missed{color:var(--violated)}
.outcome.blind{color:var(--inconclusive)}
.tag{display:inline-block;font-size:.8125rem;line-height:1.4;padding:.05rem .5rem;border:1px solid var(--strong);border-radius:4px;color:var(--ink)}
.tag.excess{border-style:solid;border-inline-start-width:4px}
.tag.shortfall{border-style:dashed;border-inline-start-width:4px}
`;
