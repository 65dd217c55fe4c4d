/** Section 4: the windows, each as a picture and as a table. */
export const schedules = `
= Schedules

#let tones = (plain: ink, good: green, bad: red, open: indigo)
#let schedule-rows(schedule) = {
  headed(
    (94pt, 94pt, 88pt, 1fr),
    ("From (UTC)", "Until (UTC)", "What", "Outcome"),
    ..schedule.rows.shown.map(row => kept(row,
      text(7.4pt, row.from),
      text(7.4pt, if row.until == none { "–" } else { row.until }),
      text(7.4pt, row.what),
      {
        text(7.4pt, fill: tones.at(row.tone), weight: if row.tone == "bad" { 600 } else { 400 }, row.outcome)
        if row.group != none { h(4pt) + text(7.4pt, group-link(row.group)) }
      },
    )).flatten(),
  )
  more(schedule.rows.more, where: "in the trace")
}
#let schedule-picture(schedule) = {
  block(below: 7pt, sticky: true, grid(
    columns: (1fr, auto),
    heading(level: 2, schedule.payload + ": " + schedule.scenario),
    verdict-of(schedule.verdict),
  ))
  block(below: 7pt, quiet(size: 7.8pt, {
    "Clause " + schedule.clause + ", " + schedule.pace + ". Installation " + schedule.installation + ". " + schedule.start
  }))
  block(below: 8pt, text(8.5pt, schedule.summary))
  figure(alt: plain("Schedule of " + schedule.payload + ": " + schedule.summary), kind: "schedule", supplement: none, align(left, {
    overview(schedule.drawing)
    zoom(schedule.drawing)
  }))
  legend(schedule.drawing)
}

#if report.schedules.len() == 0 [ #quiet("No schedule was followed in this run.") ] else {
  block(sticky: true, quiet("Times are UTC. A slot is as wide as its tolerance. A dashed line from top to bottom is the start or the end of a window."))
}
#for schedule in report.schedules {
  block(breakable: false, above: 12pt, below: 8pt, width: 100%, schedule-picture(schedule))
  schedule-rows(schedule)
}
#if report.schedulesLeftOut > 0 { block(quiet(plural(report.schedulesLeftOut, "window") + " more were followed and are not pictured.")) }
`;
