/** The switches, the card at the top, and the lists of what was examined. */
export const partStyle = `
fieldset.switch{border:0;min-inline-size:0;margin-bottom:1rem}
.side .switch{margin-top:2rem}
.switch legend{padding:0;font-size:.875rem;font-weight:600;color:var(--dim);margin-bottom:.4rem}
.switch .options{display:inline-flex;flex-wrap:wrap;border:1px solid var(--strong);border-radius:7px;background:var(--card);overflow:clip}
.switch input{position:absolute;opacity:0;width:1px;height:1px;margin:0}
.switch label{padding:.26rem .75rem;cursor:pointer}
.switch label+input+label{border-inline-start:1px solid var(--rule)}
.switch input:checked+label{background:var(--chosen);color:var(--on-chosen);forced-color-adjust:none}
.switch .options:has(:focus-visible){outline:3px solid var(--link);outline-offset:2px}
.switch input:focus-visible+label{text-decoration:underline;text-underline-offset:.2em;text-decoration-thickness:.12em}
@media screen{
html:has(#clauses-open:checked) .settled{display:none}
html:has(#kind-excess:checked) .of-shortfall,html:has(#kind-shortfall:checked) .of-excess{display:none}
}

.determination .card{border-top:4px solid currentColor;border-radius:0 0 10px 10px;padding:1.6rem 1.9rem 1.5rem}
.determination .says{display:grid;grid-template-columns:auto minmax(0,1fr);gap:1.5rem;align-items:start}
.determination .says .icon{width:3rem;height:3rem}
.determination .says>div{color:var(--ink)}
.determination h2{font-size:1.6875rem}
.determination .overline{display:block;font-size:.875rem;color:var(--dim);letter-spacing:0;margin-bottom:.15rem}
.determination .sentence{font-size:1.1875rem;line-height:1.5;margin-top:.4rem;max-width:44rem}
.counts{display:flex;flex-wrap:wrap;gap:.7rem 2.2rem;margin-top:1.4rem;padding-top:1.25rem;border-top:1px solid var(--rule)}
.counts li{display:inline-flex;align-items:center;gap:.55rem}
.counts .icon{width:1.25rem;height:1.25rem}
.counts b{font-size:1.4375rem;line-height:1.2;color:var(--ink);font-variant-numeric:tabular-nums}
.counts span{color:var(--dim)}
.figures{display:flex;flex-wrap:wrap;gap:.25rem 2.4rem;margin-top:1.15rem;padding-top:1.15rem;border-top:1px solid var(--rule);color:var(--ink)}
.figures div{display:flex;flex-wrap:wrap;gap:.1rem .5rem}
.figures dt{font-weight:400;color:var(--dim)}
.figures dd{font-weight:600;font-variant-numeric:tabular-nums}

.examined{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));column-gap:2.6rem}
.examined>div{display:grid;grid-template-columns:8.5rem minmax(0,1fr);gap:1rem;padding:.75rem 0;border-bottom:1px solid var(--rule)}
.examined dt{font-weight:400;color:var(--dim)}
.digest{display:block;font-size:.8125rem;line-height:1.45;color:var(--dim);max-width:40ch;word-break:break-all}
.scenarios{margin-top:1.8rem}
details>summary{cursor:pointer;color:var(--link);width:fit-content;padding:.15rem 0}
details>summary:hover{text-decoration:underline}
details[open]>summary{margin-bottom:.55rem}
.command{display:block;background:var(--sunk);border-radius:6px;padding:.5rem .75rem;margin-top:.3rem;white-space:pre-wrap}
.files{margin-top:1.8rem}
.files-list{columns:2;column-gap:2.6rem;margin-top:.6rem}
.files-list li{break-inside:avoid;padding:.4rem 0}
.steps>li+li{margin-top:1.1rem}
`;
