/** Section 3: each clause answered; by consent state in a matrix, then with what its verdict rests on. */
export const clauses = `
= Clause by clause

#let state-cell(cell) = if cell == none { align(center, quiet("–")) } else {
  align(center, {
    icon(cell.verdict, size: 8pt)
    text(6.8pt, fill: grey, " ×" + number(cell.exercised))
    linebreak()
    text(6.4pt, fill: verdict-inks.at(cell.verdict), verdict-words.at(cell.verdict))
  })
}

#if report.matrices.len() > 0 [
  == By consent state

  #quiet("The verdict of each clause in each state in which it was put to the test, and how often. A dash: it was not.")
  #for matrix in report.matrices {
    table(
      columns: (1fr,) + (if matrix.states.len() > 4 { 54pt } else { 60pt },) * matrix.states.len() + (70pt,),
      fill: (x, y) => if y == 0 { paper } else if 0 < x and x <= matrix.states.len() {
        let cell = matrix.rows.at(y - 1).cells.at(x - 1)
        if cell != none { verdict-tints.at(cell.verdict, default: none) }
      },
      table.header(
        label-of("Clause"),
        ..matrix.states.map(state => align(center, tight(10, text(6.6pt, weight: 600, fill: grey, state.says)))),
        label-of("Verdict"),
      ),
      ..matrix.rows.map(row => kept(row,
        strong-of(row.id) + linebreak() + quiet(size: 7pt, row.at),
        ..row.cells.map(state-cell),
        verdict-of(row.verdict, size: 7.2pt),
      )).flatten(),
    )
  }
]

#let clause-facts(clause) = {
  let facts = ()
  if clause.judged != clause.verdict {
    facts.push("The run alone: " + lower(verdict-words.at(clause.judged)) + ".")
  }
  facts.push(if clause.exercised == 0 { "Not put to the test." } else {
    "Put to the test " + plural(clause.exercised, "time") + "."
  })
  if clause.margin != none { facts.push("The nearest to a bound: " + str(clause.margin) + " s.") }
  if clause.observedUntil != none { facts.push("Observed until " + clause.observedUntil + " UTC.") }
  if clause.restsOn.shown.len() > 0 {
    facts.push("Rests on the reading of " + list-of(clause.restsOn) + ".")
  } else if clause.stable and clause.exercised > 0 {
    facts.push("The same under every reading that was judged.")
  }
  for other in clause.under.shown {
    facts.push("Under " + other.interpretation + " = " + other.reading + ": " + lower(verdict-words.at(other.verdict)) + ".")
  }
  for reason in clause.undecided.shown { facts.push("Undecided: " + reason + ".") }
  if clause.waiver != none {
    facts.push("Waived by " + clause.waiver.by + " until " + clause.waiver.until + ": " + clause.waiver.reason)
  }
  facts.join(" ")
}

#if report.clauses.shown.len() > 0 [
  == What each clause says, and how it was answered

  #headed(
    (1fr, 52pt, 52pt, 74pt),
    ("Clause", "Excess", "Shortfall", "Verdict"),
    ..report.clauses.shown.map(clause => kept(clause,
      {
        block(below: 3.5pt, strong-of(clause.id) + quiet(size: 7.2pt, "  " + clause.at + " · " + clause.modality))
        block(below: 3.5pt, if clause.sentence == none { clause.says } else { "“" + clause.sentence + "”" })
        block(below: 3pt, quiet(size: 7.2pt, clause-facts(clause)))
        if clause.groups.shown.len() > 0 { text(7.2pt, quiet(size: 7.2pt, "Findings: ") + group-links(clause.groups)) }
      },
      if clause.excess == 0 { quiet("none") } else { text(fill: red, plural(clause.excess, "finding")) },
      if clause.shortfall == 0 { quiet("none") } else { text(fill: amber, plural(clause.shortfall, "finding")) },
      verdict-of(clause.verdict, size: 7.5pt),
    )).flatten(),
  )
  #more(report.clauses.more)
]

#if report.statements.shown.len() > 0 [
  == What only a person can answer

  #quiet("No observation of what is sent can show whether these hold. They are never counted as verified.")
  #headed(
    (1fr, 1fr, 72pt),
    ("Clause", "Answer", "Verdict"),
    ..report.statements.shown.map(clause => kept(clause,
      {
        block(below: 3.5pt, strong-of(clause.id) + quiet(size: 7.2pt, "  " + clause.at))
        if clause.quoted { "“" + clause.says + "”" } else { clause.says }
      },
      if clause.attestation == none { quiet("Nobody has answered.") } else {
        block(below: 3.5pt, clause.attestation.answer)
        quiet(size: 7.2pt, clause.attestation.by + ", " + clause.attestation.on)
        for file in clause.attestation.evidence.shown { linebreak() + code(file, size: 7pt) }
        more(clause.attestation.evidence.more, where: "in the attestation")
      },
      verdict-of(clause.verdict, size: 7.5pt),
    )).flatten(),
  )
  #more(report.statements.more)
]

#if report.dataItems.shown.len() > 0 [
  == Data that was seen

  #quiet("What a record of processing starts from: each item, when it may be sent, and where it went.")
  #headed(
    (1fr, 62pt, 110pt, 120pt),
    ("Item", "Category", "May be sent", "Was sent"),
    ..report.dataItems.shown.map(item => kept(item,
      {
        code(item.item, size: 7.2pt)
        linebreak()
        if item.documented { quiet(size: 7pt, item.clause + ", " + item.at) } else {
          text(7pt, weight: 600, fill: red, "not documented")
        }
      },
      item.category,
      item.permitted,
      if item.seen == 0 { quiet("not seen") } else {
        plural(item.seen, "time")
        if item.seenIn.shown.len() > 0 { quiet(size: 7.2pt, ", in: " + list-of(item.seenIn)) }
        for destination in item.destinations.shown { linebreak() + code(destination, size: 6.8pt) }
        if item.destinations.more > 0 { linebreak() + more(item.destinations.more) }
      },
    )).flatten(),
  )
  #more(report.dataItems.more)
]
`;
