/** The picture of one window: states above, slots as wide as their tolerance, what was sent, what may not be. */
export const schedulePicture = `
#let gutter = 70pt
#let plot = 404pt
#let lane-top = 30pt
#let lane-height = 34pt
#let axis-y = lane-top + lane-height + 6pt

#let hatch(paint, distance: 5pt) = tiling(size: (distance, distance), place(
  line(start: (0pt, distance), end: (distance, 0pt), stroke: 0.6pt + paint),
))
#let slot-looks = (
  hit: (fill: green-tint, stroke: 0.8pt + green),
  missed: (fill: white, stroke: (paint: red, thickness: 0.9pt, dash: (2pt, 1.5pt))),
  excused: (fill: paper, stroke: (paint: grey, thickness: 0.8pt, dash: (0.6pt, 1.4pt))),
  blind: (fill: indigo-tint, stroke: (paint: indigo, thickness: 0.8pt, dash: (2.4pt, 1.4pt))),
  cancelled: (fill: white, stroke: 0.5pt + hair.darken(20%)),
  pending: (fill: white, stroke: 0.8pt + indigo),
)
#let slot-words = (
  hit: "slot, as wide as its tolerance: sent",
  missed: "slot missed",
  excused: "slot excused",
  blind: "slot while the capture was down",
  cancelled: "slot cancelled",
  pending: "slot not yet past",
)
#let sent-words = (breach: "sent, and breaches a rule", permitted: "sent, and permitted")

#let cross(paint, radius) = {
  for (from, to) in (((-1, -1), (1, 1)), ((1, -1), (-1, 1))) {
    place(line(
      start: from.map(part => part * radius), end: to.map(part => part * radius),
      stroke: (paint: paint, thickness: 1pt, cap: "round"),
    ))
  }
}
#let slot-shape(outcome, width, height) = {
  place(rect(width: width, height: height, radius: calc.min(1.5pt, width / 2), ..slot-looks.at(outcome)))
  if outcome == "missed" { place(dx: width / 2, dy: height / 2, cross(red, 2.2pt)) }
  if outcome == "cancelled" {
    place(line(start: (0pt, height), end: (width, 0pt), stroke: 0.5pt + grey))
  }
}
#let sent-shape(kind) = if kind == "breach" {
  place(polygon(fill: red, (0pt, -4pt), (4pt, 0pt), (0pt, 4pt), (-4pt, 0pt)))
} else if kind == "slot" {
  place(dx: -2.2pt, dy: -2.2pt, circle(radius: 2.2pt, fill: green))
} else {
  place(dx: -2.2pt, dy: -2.2pt, circle(radius: 2.2pt, fill: white, stroke: 0.9pt + slate))
}

#let lane-name(y, words) = place(dx: 0pt, dy: y, box(width: gutter - 8pt, text(7pt, fill: grey, words)))

#let state-band(states) = {
  lane-name(4pt, "State")
  for state in states {
    let width = state.width * plot
    place(dx: gutter + state.x * plot, dy: 0pt, rect(width: width, height: 16pt, fill: paper, stroke: 0.5pt + hair.darken(12%)))
    let words = if state.fits { state.says } else if width > 7pt { state.letter }
    if words != none {
      place(dx: gutter + state.x * plot + if state.fits { 4pt } else { 1.5pt }, dy: 4.6pt, text(6.6pt, words))
    }
  }
}
#let ground(drawing) = {
  lane-name(lane-top + lane-height / 2 - 4pt, "Slots and sent")
  for tick in drawing.ticks {
    let x = gutter + tick.x * plot
    place(dx: x, dy: 18pt, line(start: (0pt, 0pt), end: (0pt, axis-y - 18pt), stroke: 0.5pt + hair))
  }
  for stretch in drawing.forbidden {
    let at = (dx: gutter + stretch.x * plot, dy: lane-top)
    place(..at, rect(width: stretch.width * plot, height: lane-height, fill: red-tint))
    place(..at, rect(width: stretch.width * plot, height: lane-height, fill: hatch(red.lighten(55%))))
  }
  for gap in drawing.gaps {
    let at = (dx: gutter + gap.x * plot, dy: lane-top - 8pt)
    place(..at, rect(
      width: calc.max(1pt, gap.width * plot), height: lane-height + 14pt, fill: hatch(grey.lighten(45%), distance: 3pt),
      stroke: (x: (paint: grey, thickness: 0.5pt, dash: (1pt, 1pt))),
    ))
    if gap.fits {
      place(dx: at.dx + 3pt, dy: lane-top - 6.5pt, box(fill: white, inset: 1pt, text(6pt, fill: grey, gap.says)))
    }
  }
  place(dx: gutter, dy: lane-top + lane-height / 2, line(length: plot, stroke: 0.5pt + hair.darken(12%)))
  for edge in drawing.window {
    for x in (edge.x, edge.x + edge.width) {
      if 0 < x and x < 1 {
        place(dx: gutter + x * plot, dy: 18pt, line(
          start: (0pt, 0pt), end: (0pt, axis-y - 18pt), stroke: (paint: ink, thickness: 0.7pt, dash: (2.5pt, 1.5pt)),
        ))
      }
    }
  }
}
#let axis(ticks) = {
  place(dx: gutter, dy: axis-y, line(length: plot, stroke: 0.8pt + ink))
  let labelled(x, y, words, paint) = place(dx: gutter + x * plot - 30pt, dy: y, box(width: 60pt, align(center, text(6.4pt, fill: paint, words))))
  for tick in ticks {
    place(dx: gutter + tick.x * plot, dy: axis-y, line(start: (0pt, 0pt), end: (0pt, 3pt), stroke: 0.6pt + ink))
    labelled(tick.x, axis-y + 5pt, tick.time, ink)
    labelled(tick.x, axis-y + 13pt, tick.distance, grey)
    if tick.date != none { labelled(tick.x, axis-y + 21pt, tick.date, grey) }
  }
}

#let overview(drawing) = box(width: gutter + plot + 9pt, height: axis-y + 30pt, {
  state-band(drawing.states)
  ground(drawing)
  for slot in drawing.slots {
    let width = calc.max(1.2pt, slot.width * plot)
    place(dx: gutter + (slot.x + slot.width / 2) * plot - width / 2, dy: lane-top + 4pt, slot-shape(slot.outcome, width, lane-height - 8pt))
  }
  for mark in drawing.sent {
    place(dx: gutter + mark.x * plot, dy: lane-top + lane-height / 2, sent-shape(mark.kind))
  }
  axis(drawing.ticks)
})

#let panel-width = (gutter + plot) / 6
#let zoom-panel(panel) = box(width: panel-width, height: 46pt, {
  let half = (panel-width - 12pt) / 2
  let reach = half / 1.5
  place(dx: 0pt, dy: 0pt, box(width: panel-width - 6pt, text(6.4pt, {
    text(weight: 600, "Slot " + str(panel.slot))
    text(fill: grey, "  " + panel.due)
  })))
  place(dx: 0pt, dy: 23pt, line(length: 2 * half, stroke: 0.5pt + hair.darken(12%)))
  place(dx: half - reach, dy: 13pt, slot-shape(panel.outcome, 2 * reach, 20pt))
  if panel.outcome != "missed" {
    place(dx: half, dy: 13pt, line(start: (0pt, 0pt), end: (0pt, 20pt), stroke: (paint: grey, thickness: 0.5pt, dash: (1pt, 1pt))))
  }
  if panel.x != none { place(dx: half + panel.x * reach, dy: 23pt, sent-shape("slot")) }
  for x in panel.breaches { place(dx: half + x * reach, dy: 23pt, sent-shape("breach")) }
  place(dx: 0pt, dy: 36pt, box(width: 2 * half, align(center, text(6.2pt, fill: grey,
    panel.says))))
})
#let zoom(drawing) = if drawing.zoom != none {
  block(above: 8pt, below: 5pt, text(7pt, fill: grey, "Each slot closer, ±" + drawing.zoom.tolerance + " wide, with how far from its middle it was sent" + if drawing.zoom.more > 0 { "; " + number(drawing.zoom.more) + " more in the table" } ))
  grid(columns: 6, row-gutter: 5pt, ..drawing.zoom.panels.map(zoom-panel))
}

#let legend(drawing) = {
  let entry(shape, words) = box(box(width: 12pt, height: 8pt, shape) + h(2pt) + text(6.8pt, fill: grey, words))
  let entries = drawing.kinds.slots.map(outcome => entry(slot-shape(outcome, 8pt, 8pt), slot-words.at(outcome)))
  entries += drawing.kinds.sent.map(kind => entry(place(dx: 5pt, dy: 4pt, sent-shape(kind)), sent-words.at(kind)))
  if drawing.forbidden.len() > 0 {
    entries.push(entry(place(rect(width: 10pt, height: 8pt, fill: hatch(red.lighten(40%), distance: 3pt))), "nothing may be sent"))
  }
  if drawing.gaps.len() > 0 {
    entries.push(entry(place(rect(width: 10pt, height: 8pt, fill: hatch(grey, distance: 3pt))), "gap"))
  }
  block(above: 6pt, below: 0pt, entries.join(h(12pt)))
  let letters = drawing.states.filter(state => not state.fits).map(state => (state.letter, state.says)).dedup()
  if letters.len() > 0 {
    block(above: 6pt, below: 0pt, text(6.8pt, fill: grey, letters.map(((letter, says)) => letter + ": " + says).join("  ·  ")))
  }
}
`;
