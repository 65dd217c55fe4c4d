/** The page, the type and the small pieces that every section is made of. */
export const style = String.raw`
#let report = json(bytes(sys.inputs.report))
#let identity = report.identity
// Places where a long word may be broken are marked; metadata and bookmarks are told without the marks.
#let plain(words) = words.replace("\u{200b}", "")

#let ink = rgb("#14171c")
#let grey = rgb("#565b63")
#let hair = rgb("#d8d9d5")
#let paper = rgb("#f4f4f0")
#let red = rgb("#a61b1b")
#let red-tint = rgb("#fcebea")
#let amber = rgb("#7a4a00")
#let amber-tint = rgb("#fdf3dc")
#let indigo = rgb("#43439c")
#let indigo-tint = rgb("#ececf8")
#let green = rgb("#1d6b3c")
#let green-tint = rgb("#e8f3ec")
#let slate = rgb("#2b5c77")

#let content-width = 483pt
#let content-height = 700pt

#set document(
  title: "Data provision report: " + plain(identity.line),
  author: "Candor " + plain(identity.version),
  date: datetime(..identity.date),
)
#set page(
  paper: "a4",
  margin: (x: (595.28pt - content-width) / 2, top: 66pt, bottom: 62pt),
  header-ascent: 20pt,
  footer-descent: 22pt,
  header: context if counter(page).get().first() > 1 {
    set text(7pt, fill: grey)
    grid(
      columns: (1fr, auto),
      identity.line, [Data provision report],
      grid.hline(y: 1, stroke: 0.5pt + hair),
      inset: (bottom: 5pt),
    )
  },
  footer: context {
    set text(7pt, fill: grey)
    let digest = if identity.digest == none { [] } else {
      text(5.8pt, font: ("IBM Plex Mono", "IBM Plex Sans"), [result.json ] + plain(identity.digest))
    }
    grid(
      columns: (1fr, auto),
      align: bottom,
      digest, [Page #counter(page).display() of #counter(page).final().first()],
    )
  },
)
#set text(font: ("IBM Plex Sans", "IBM Plex Mono"), fallback: false, size: 9pt, fill: ink, lang: "en", hyphenate: false)
#set par(leading: 0.58em, spacing: 0.8em, justify: false)
#set smartquote(enabled: false)
// A space of no width: the line may end there, and who copies the text does not get it. One of nothing is dropped.
#show "\u{200b}": h(0.0001pt)

#show heading: set text(weight: 600)
#show heading.where(level: 1): set heading(numbering: "1")
#show heading.where(level: 1): it => block(above: 26pt, below: 12pt, width: 100%, sticky: true, {
  set text(14pt)
  block(width: 100%, stroke: (bottom: 0.5pt + hair), inset: (bottom: 7pt), counter(heading).display() + h(8pt) + it.body)
})
#show heading.where(level: 2): it => block(above: 16pt, below: 8pt, sticky: true, text(10.5pt, it.body))
#show heading.where(level: 3): it => block(above: 10pt, below: 6pt, sticky: true, text(9.5pt, it.body))

#set table(stroke: (x, y) => (bottom: 0.5pt + hair), inset: (x: 4pt, y: 4.5pt), align: left + top)
#show table: set text(8pt)
#show table: set par(leading: 0.5em, spacing: 0.5em)
#show table: set block(above: 6pt, below: 6pt)

#let code(words, size: 0.86em, weight: 400, fill: ink) = text(
  words, font: ("IBM Plex Mono", "IBM Plex Sans"), size: size, weight: weight, fill: fill, ligatures: false,
)
/// For a column that is narrower than a word may be: every so many characters, a word may be broken.
#let tight(every, body) = {
  show regex("\\S{" + str(every) + "}"): it => it + h(0.0001pt)
  body
}
#let quiet(body, size: 8pt) = text(size, fill: grey, body)
#let label-of(body) = text(7.5pt, weight: 600, fill: grey, body)
#let strong-of(body) = text(weight: 600, body)

/// 20000 as 20,000.
#let number(value) = {
  let digits = str(value)
  let cut = calc.rem(digits.len(), 3)
  let parts = if cut == 0 { () } else { (digits.slice(0, cut),) }
  parts += range(cut, digits.len(), step: 3).map(at => digits.slice(at, at + 3))
  parts.join(",")
}
#let plural(count, one, many: none) = (
  number(count) + " " + if count == 1 { one } else if many == none { one + "s" } else { many }
)
#let more(count, where: "in result.json") = if count > 0 {
  quiet("and " + number(count) + " more " + where)
}
#let list-of(bounded, separator: ", ") = {
  bounded.shown.join(separator)
  if bounded.more > 0 { " and " + number(bounded.more) + " more" }
}

/// A table whose head is repeated on each page.
#let headed(columns, head, ..cells) = table(
  columns: columns,
  fill: (x, y) => if y == 0 { paper },
  table.header(..head.map(name => label-of(name))),
  ..cells,
)
/// A row that is not broken over two pages, but where it may be higher than one of them.
#let kept(row, ..cells) = {
  let long = repr(row).len() > 2500
  cells.pos().map(cell => table.cell(breakable: long, cell))
}
/// What is shorter than half a page is not broken over two.
#let together(body) = layout(size => {
  let height = measure(block(width: size.width, body)).height
  block(width: 100%, breakable: height > content-height * 0.5, body)
})
#let commands(words) = block(
  width: 100%, fill: paper, radius: 2pt, inset: (x: 6pt, y: 5pt), above: 5pt, below: 7pt, code(words, size: 7.6pt),
)
/// A group of findings, with a way to it where it is in this file.
#let group-link(group) = if group.anchor == none { code(group.id) } else {
  link(label("finding-" + str(group.anchor)), code(group.id, fill: slate))
}
#let group-links(bounded) = {
  bounded.shown.map(group-link).join(", ")
  if bounded.more > 0 { " and " + number(bounded.more) + " more" }
}
`;
