/** Narrow screens, chosen colours, and paper. */
export const mediaStyle = `
@media (max-width:68rem){
.page{grid-template-columns:minmax(0,1fr);gap:1.5rem;padding:1.5rem}
.side{position:static;max-height:none}
.side nav{display:none}
.side .switch{margin-top:.8rem;margin-bottom:0}
}
@media (max-width:44rem){
.page{padding:1rem 1rem 3rem}
h1{font-size:1.6875rem}
main>section{margin-top:2.4rem}
.determination .card{padding:1.15rem 1.1rem}
.determination .says{grid-template-columns:minmax(0,1fr);gap:.7rem}
.determination .sentence{font-size:1.0625rem}
.counts{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:.7rem 1rem}
.counts li{flex-wrap:wrap}
.examined{grid-template-columns:minmax(0,1fr)}
.examined>div{grid-template-columns:minmax(0,1fr);gap:.15rem}
.beside{grid-template-columns:minmax(0,1fr);gap:1rem}
.files-list{columns:1}
.finding,.schedule,.interpretation,.waiver{padding:1rem 1.05rem}
.waiver dl,.matrix details dl{grid-template-columns:minmax(0,1fr);gap:0 1rem}
.waiver dd,.matrix details dd{margin-bottom:.4rem}
.payload .why{display:block;margin-inline-start:0}
.matrix th.clause{min-width:13.5rem}
.matrix .at-hand{display:block;margin-top:.15rem}
}
@media (forced-colors:active){
.card,.scroll,.switch .options{border-color:CanvasText}
.determination .card{border-top-color:CanvasText}
.payload mark{forced-color-adjust:none;color:HighlightText;background:Highlight}
.payload li{border-inline-start-color:Canvas}
.payload li.marked{border-inline-start-color:Highlight}
.hatching{opacity:1}
}
@page{size:A4;margin:16mm 15mm 18mm;@bottom-left{content:"Data provision report";font:8pt "IBM Plex Sans",sans-serif;color:#555a66}@bottom-right{content:counter(page) " / " counter(pages);font:8pt "IBM Plex Sans",sans-serif;color:#555a66}}
@media print{
html{font-size:8.6pt}
body{background:#fff;-webkit-print-color-adjust:exact;print-color-adjust:exact}
.page{display:block;padding:0 1px;max-width:none}
.skip,.side,.switch{display:none}
a{color:inherit;text-decoration:none}
h1,h2,h3,h4,caption,summary,.label,.kind>p{break-after:avoid}
main>section{margin-top:2rem}
#clauses{break-before:page}
.determination .card,.finding blockquote,.beside,.examined>div,.waiver,.interpretation,.readings li,.counts,tr,.schedule .scroll,.steps>li,.picture,.legend{break-inside:avoid}
.finding .head,.finding h4,.finding .place,.picture-legend,.schedule .heading,.schedule .facts,.schedule .summary{break-after:avoid}
thead{display:table-header-group}
.scroll{overflow:visible;border-radius:0}
.picture{overflow:visible}
.scroll table,.wide table,.picture svg{min-width:0}
th,td{padding:.4rem .5rem}
th,td,td.digest-cell,.matrix td.total{min-width:5.8rem}
th.short,td.short,.matrix th.state,.matrix td.state{min-width:4.9rem}
.digest-cell code{font-size:.72rem}
.matrix th.clause{min-width:0}
details:not(.block)::details-content{content-visibility:visible;block-size:auto}
details>summary{color:var(--dim);list-style:none}
details>summary::-webkit-details-marker{display:none}
details.block>summary::after{content:" (not printed; in result.json)"}
p,li{orphans:3;widows:3}
}
`;
