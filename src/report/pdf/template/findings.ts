/** Section 5: a card for each group of findings, what is allowed beside what was sent. */
export const findings = `
= Findings

#let kind-words = (
  excess: "Excess: sent, and not permitted",
  shortfall: "Shortfall: disclosed, and did not happen",
)
#let kind-inks = (excess: red, shortfall: amber)

#let payload-line(line) = {
  let marked = line.mark != none
  let words = {
    if line.name != "" { line.name + if line.part == "request" { " " } else { ": " } }
    line.value
    if line.redacted { " (withheld)" }
  }
  block(
    width: 100%,
    above: 0pt,
    below: 0pt,
    inset: (left: 8pt + line.depth * 10pt, right: 6pt, y: 2.4pt),
    fill: if marked { red-tint },
    stroke: if marked { (left: 2pt + red) },
    code(words, size: 7.4pt, weight: if marked { 600 } else { 400 }, fill: if marked { red } else { ink })
      + if marked { h(8pt) + text(7.4pt, weight: 600, fill: red, "← " + line.mark) },
  )
}
#let payload(sample) = block(width: 100%, fill: paper, radius: 2pt, inset: (y: 4pt), above: 5pt, below: 8pt, breakable: repr(sample).len() > 4000, {
  payload-line((part: "text", depth: 0, name: "", value: sample.request, redacted: false, mark: none))
  for line in sample.lines { payload-line(line) }
  if sample.omitted > 0 { pad(left: 8pt, y: 3pt, more(sample.omitted, where: "lines in the trace")) }
})

#let evidence(card) = {
  block(below: 2pt, above: 8pt, sticky: true, label-of("Evidence"))
  headed(
    (44pt, 84pt, 1fr, 136pt),
    ("Finding", "Observed (UTC)", "Where", "SHA-256 of the line"),
    ..card.occurrences.shown.map(one => kept(one,
      tight(8, code(one.id, size: 7.2pt)),
      text(7.4pt, one.at),
      {
        code(one.place, size: 7.2pt)
        if one.within != "" { linebreak() + code(one.within, size: 6.8pt, fill: grey) }
        if one.absent { linebreak() + quiet(size: 7pt, "shown by what is not in the trace") }
        if one.observed != "" { linebreak() + quiet(size: 7pt, one.observed) }
      },
      if one.digest == none { quiet("–") } else { code(one.digest.replace("sha256:", ""), size: 6pt, fill: grey) },
    )).flatten(),
  )
  more(card.occurrences.more)
}

#let happened(card) = {
  "Clause " + card.clause
  if card.at != none { ", " + card.at }
  ". " + plural(card.count, "finding")
  if card.installations > 0 { " in " + plural(card.installations, "installation") }
  if card.scenarios.shown.len() > 0 { ". Scenario: " + list-of(card.scenarios) }
  if card.states.shown.len() > 0 { ". State: " + list-of(card.states) }
  ". Observed " + card.from + if card.until != card.from { " to " + card.until } + " UTC."
}

#let finding-card(card) = block(
  width: 100%, stroke: 0.6pt + hair, inset: 10pt, above: 10pt, below: 10pt, breakable: true,
)[
  #block(below: 7pt, sticky: true, grid(
    columns: (1fr, 160pt),
    align: (left, right),
    {
      verdict-of(card.effect, size: 8.5pt)
      h(8pt)
      text(8pt, fill: kind-inks.at(card.kind), kind-words.at(card.kind))
      if card.isNew == true { h(8pt) + box(stroke: 0.5pt + slate, radius: 2pt, inset: (x: 3pt, y: 1pt), outset: (y: 1pt), text(6.8pt, fill: slate, "new since the baseline")) }
    },
    code(card.rule + "  " + card.id, size: 7.6pt, fill: grey),
  ))
  #block(below: 5pt, sticky: true)[#heading(level: 2, bookmarked: true, card.title) #label("finding-" + str(card.anchor))]
  #block(below: 7pt, quiet(size: 7.8pt, happened(card)))
  #if card.clauseSays != none {
    block(below: 8pt, stroke: (left: 2pt + hair), inset: (left: 8pt, y: 2pt), text(8.5pt, if card.quoted { "“" + card.clauseSays + "”" } else { card.clauseSays }))
  }
  #if card.allowed != none or card.sent != none {
    block(below: 8pt, grid(
      columns: (1fr, 1fr),
      column-gutter: 14pt,
      {
        block(below: 3pt, label-of("Allowed"))
        text(8.5pt, if card.allowed == none { quiet("–") } else { card.allowed })
      },
      {
        block(below: 3pt, label-of("Sent"))
        text(8.5pt, if card.sent == none { quiet("–") } else { card.sent })
      },
    ))
  }
  #if card.sample != none {
    block(below: 2pt, sticky: true, label-of("The message as it was sent, decoded"))
    payload(card.sample)
  }
  #block(below: 3pt, sticky: true, label-of("When this rule fires, and what to do"))
  #block(below: 6pt, text(8.5pt, card.fires + " " + card.remedy))
  #evidence(card)
  #if card.waiver != none {
    block(above: 7pt, text(8pt, fill: amber, "Waived by " + card.waiver.by + " until " + card.waiver.until + ": " + card.waiver.reason))
  }
  #block(above: 8pt, below: 3pt, sticky: true, label-of("Judge it again"))
  #commands(card.command)
]

#if report.cards.len() == 0 [
  #quiet("Nothing was found.")
] else {
  for card in report.cards {
    if card.occurrences.shown.len() > 6 { finding-card(card) } else { together(finding-card(card)) }
  }
}

#if report.rows.len() > 0 [
  == Further groups of findings

  #headed(
    (44pt, 1fr, 110pt, 52pt, 60pt),
    ("Group", "What happened", "Clause", "Findings", "Kind"),
    ..report.rows.map(row => kept(row,
      [#block(tight(8, code(row.id, size: 7.2pt))) #label("finding-" + str(row.anchor))],
      text(7.6pt, row.title) + linebreak() + code(row.rule, size: 6.8pt, fill: grey),
      text(7.6pt, row.clause),
      number(row.count),
      text(7.6pt, fill: kind-inks.at(row.kind), row.kind),
    )).flatten(),
  )
]
#if report.groupsLeftOut > 0 { block(quiet("And " + plural(report.groupsLeftOut, "group") + " more in result.json.")) }
#if report.findingsLeftOut > 0 {
  block(quiet("Another " + plural(report.findingsLeftOut, "finding") + " the run counted and did not keep."))
}
`;
