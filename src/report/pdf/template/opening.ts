/** Sections 1 and 2: the determination, and what was examined. */
export const opening = `
#show title: set text(20pt, weight: 600)
#show title: set block(above: 0pt, below: 9pt)
#title[Data provision report]
#block(below: 14pt, quiet(size: 9.5pt, {
  identity.system
  ", against "
  identity.title
  " (" + identity.disclosure + ")"
  if identity.recorded != none { ". Recorded " + identity.recorded + " UTC" }
  "."
}))

= Determination

#let determination = report.determination
#block(
  width: 100%,
  stroke: (top: 2.4pt + verdict-inks.at(determination.verdict), rest: 0.6pt + hair),
  inset: 0pt,
  above: 8pt,
  below: 12pt,
)[
  #pad(x: 12pt, top: 12pt, bottom: 10pt, grid(
    columns: (26pt, 1fr),
    column-gutter: 10pt,
    icon(determination.verdict, size: 24pt),
    {
      block(below: 7pt, text(14pt, weight: 600, verdict-words.at(determination.verdict)))
      text(10pt, determination.sentence)
    },
  ))
  #pad(x: 12pt, bottom: 10pt, {
    line(length: 100%, stroke: 0.5pt + hair)
    v(2pt)
    grid(
      columns: (1fr,) * 3,
      row-gutter: 8pt,
      ..determination.counts.map(((verdict, count)) => {
        icon(verdict, size: 9pt)
        h(5pt)
        text(11pt, weight: 600, fill: if count == 0 { grey } else { ink }, number(count))
        h(4pt)
        quiet(verdict-words.at(verdict))
      }),
    )
    v(2pt)
    quiet({
      "Clauses, by verdict. "
      let statements = determination.statements
      if statements.count > 0 {
        "Another " + plural(statements.count, "clause") + " only a person can answer; "
        number(statements.attested) + " of them " + if statements.attested == 1 { "was" } else { "were" } + " answered. "
      }
      "Findings: " + number(determination.excess) + " of excess (sent, and not permitted), "
      number(determination.shortfall) + " of shortfall (disclosed, and did not happen), in "
      plural(determination.transmissions, "transmission") + " and " + plural(determination.scenarios, "scenario") + "."
    })
  })
]

#if not identity.revealed { quiet("Captured values are shown by how sensitive the disclosure calls them: what is not public is withheld.") }

#block(above: 14pt, {
  set text(8.5pt)
  show outline.entry: it => block(above: 5pt, below: 0pt, it)
  outline(title: none, depth: 1, indent: 0pt)
})

= What was examined

#if report.examined.shown.len() > 0 {
  table(
    columns: (96pt, 1fr),
    table.header(..([Subject], [As it was]).map(label-of)),
    fill: (x, y) => if y == 0 { paper },
    ..report.examined.shown.map(row => kept(row,
      quiet(row.label),
      {
        for line in row.lines.shown {
          block(above: 3pt, below: 3pt, {
            line.text
            if line.digest != none { linebreak() + code(line.digest, size: 6.6pt, fill: grey) }
          })
        }
        more(row.lines.more)
      },
    )).flatten(),
  )
  more(report.examined.more)
}

#if report.scenarios.shown.len() > 0 [
  == Scenarios

  #headed(
    (1fr, 68pt, 84pt, 58pt),
    ("Scenario", "Verdict", "Observed (UTC)", "Sent"),
    ..report.scenarios.shown.map(scenario => kept(scenario,
      {
        block(below: 3pt, strong-of(scenario.id))
        if scenario.title != none { block(below: 3pt, scenario.title) }
        block(below: 3pt, code(scenario.file, size: 7pt) + linebreak() + code(scenario.digest, size: 6.2pt, fill: grey))
        if "bytes" in scenario { block(below: 3pt, quiet(size: 7.5pt, scenario.bytes)) }
        for note in scenario.notes.shown { block(below: 3pt, quiet(size: 7.5pt, note)) }
        more(scenario.notes.more)
      },
      verdict-of(scenario.verdict, size: 7.5pt),
      {
        if scenario.from == none { quiet("not known") } else { scenario.from }
        if scenario.until != none { linebreak() + "to " + scenario.until }
        if not scenario.complete { linebreak() + text(fill: indigo, "not complete") }
      },
      {
        number(scenario.transmissions)
        if scenario.excluded > 0 { linebreak() + quiet(size: 7.5pt, number(scenario.excluded) + " excluded") }
        linebreak()
        quiet(size: 7.5pt, plural(scenario.heartbeats, "heartbeat"))
      },
    )).flatten(),
  )
  #more(report.scenarios.more)
]
`;
