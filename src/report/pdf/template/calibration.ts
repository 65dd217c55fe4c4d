/** Of section 7: how many violations the instrument itself would miss, and on what that figure rests. */
export const calibration = `
== Calibration

#let listed(title, entries) = if entries.shown.len() > 0 {
  heading(level: 3, title)
  list(..entries.shown, indent: 2pt, body-indent: 6pt, spacing: 5pt, marker: text(fill: grey, "•"))
  more(entries.more, where: "in calibration.json")
}
#block(below: 6pt, report.calibration.sentence)
#if report.calibration.figure != none {
  let figure = report.calibration.figure
  block(below: 8pt, quiet(figure.from + " One that several rules must find counts for each of them."))
  headed(
    (1fr, 50pt, 62pt, 62pt, 50pt),
    ("Violations by rule", "Put in", "Found by it", "By another", "Missed"),
    ..figure.rules.shown.map(row => kept(row,
      code(row.rule, size: 7.4pt),
      ..if row.mutants == 0 { (quiet(size: 7.4pt, "not tried"), "–", "–", "–") } else {
        (number(row.mutants), number(row.found), number(row.byAnother), number(row.missed))
      },
    )).flatten(),
  )
  more(figure.rules.more, where: "in calibration.json")
  listed("Not found by the right rule", figure.survivors)
  listed("False alarms", figure.falseAlarms)
  listed("Not put to the test", figure.unmeasured)
  listed("Changes that were left out, and why", figure.exclusions)
}
`;
