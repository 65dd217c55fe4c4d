/** Section 6: what the text leaves open, how it was read, by whom, and what the other readings would give. */
export const interpretations = `
= Interpretations

#let decided(entry) = {
  let who = if entry.decidedBy == none { "who decided is not recorded" } else { "decided by " + entry.decidedBy }
  let day = if entry.decidedOn == none { "" } else { " on " + entry.decidedOn }
  "Clauses: " + list-of(entry.clauses) + ". Chosen: " + who + day + "."
}
#let reading-cells(entry) = entry.readings.shown.map(reading => kept(reading,
  {
    strong-of(reading.id)
    if reading.chosen { linebreak() + icon("upheld", size: 7pt) + h(3pt) + text(7.4pt, weight: 600, fill: green, "chosen") }
  },
  reading.says,
  if reading.verdicts.shown.len() == 0 {
    quiet(if reading.chosen { "as in section 3" } else if entry.evaluated { "–" } else { "not judged" })
  } else {
    for one in reading.verdicts.shown {
      block(below: 3pt, text(7.4pt, one.clause + ": ") + verdict-of(one.verdict, size: 7.2pt, weight: 400))
    }
    more(reading.verdicts.more)
  },
)).flatten()
#let interpretation(entry) = {
  heading(level: 2, entry.question)
  block(below: 4pt, sticky: true, code(entry.id, size: 7.4pt, fill: grey) + if entry.decisive {
    h(8pt) + text(8pt, weight: 600, fill: indigo, "A verdict rests on this choice.")
  })
  headed((96pt, 1fr, 150pt), ("Reading", "What it means", "Verdicts under it"), ..reading-cells(entry))
  more(entry.readings.more, where: "in the disclosure")
  block(above: 8pt, below: 5pt, text(8.5pt, strong-of("Because ") + entry.because))
  block(above: 5pt, below: 16pt, quiet(size: 7.8pt, decided(entry)))
}

#if report.interpretations.shown.len() == 0 [
  #quiet("No choice among readings of the text was needed.")
] else {
  for entry in report.interpretations.shown { together(interpretation(entry)) }
  more(report.interpretations.more)
}
`;
