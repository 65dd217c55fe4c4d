/** Verdicts: a shape of its own for each, beside its word, so that nothing is said by colour alone. */
export const icons = `
#let verdict-words = (
  violated: "Violated",
  inconclusive: "Inconclusive",
  not-exercised: "Not exercised",
  upheld: "Upheld",
  attested: "Attested",
  waived: "Waived",
)
#let verdict-inks = (
  violated: red,
  inconclusive: indigo,
  not-exercised: grey,
  upheld: green,
  attested: slate,
  waived: amber,
)
#let verdict-tints = (violated: red-tint, inconclusive: indigo-tint, waived: amber-tint)

#let stroke-of(paint, size, thick: 0.1) = (paint: paint, thickness: size * thick, cap: "round", join: "round")
#let path-of(paint, size, thick, ..points) = {
  let (first, ..rest) = points.pos().map(((x, y)) => (x * size, y * size))
  place(top + left, curve(stroke: stroke-of(paint, size, thick: thick), curve.move(first), ..rest.map(to => curve.line(to))))
}

#let icon-violated(size) = {
  place(top + left, rect(width: size, height: size, radius: size * 0.2, fill: red))
  path-of(white, size, 0.13, (0.3, 0.3), (0.7, 0.7))
  path-of(white, size, 0.13, (0.7, 0.3), (0.3, 0.7))
}
#let icon-inconclusive(size) = {
  let dashes = (paint: indigo, thickness: size * 0.09, dash: (size * 0.22, size * 0.13))
  place(top + left, dx: size * 0.05, dy: size * 0.05, circle(radius: size * 0.45, stroke: dashes))
  let bow = curve(
    stroke: stroke-of(indigo, size),
    curve.move((0.36 * size, 0.4 * size)),
    curve.cubic((0.36 * size, 0.2 * size), (0.66 * size, 0.2 * size), (0.65 * size, 0.4 * size)),
    curve.cubic((0.64 * size, 0.5 * size), (0.5 * size, 0.5 * size), (0.5 * size, 0.6 * size)),
  )
  place(top + left, bow)
  place(top + left, dx: size * 0.44, dy: size * 0.68, circle(radius: size * 0.06, fill: indigo))
}
#let icon-not-exercised(size) = path-of(grey, size, 0.13, (0.22, 0.5), (0.78, 0.5))
#let icon-upheld(size) = {
  place(top + left, dx: size * 0.05, dy: size * 0.05, circle(radius: size * 0.45, stroke: size * 0.09 + green))
  path-of(green, size, 0.11, (0.29, 0.52), (0.44, 0.67), (0.71, 0.36))
}
#let icon-attested(size) = {
  place(top + left, dx: size * 0.06, dy: size * 0.06, rect(width: size * 0.88, height: size * 0.88, radius: size * 0.12, stroke: size * 0.09 + slate))
  path-of(slate, size, 0.11, (0.28, 0.52), (0.44, 0.68), (0.73, 0.34))
}
#let icon-waived(size) = {
  place(top + left, dx: size * 0.05, dy: size * 0.05, circle(radius: size * 0.45, stroke: size * 0.09 + amber))
  path-of(amber, size, 0.1, (0.3, 0.7), (0.7, 0.3))
}
#let icon-drawings = (
  violated: icon-violated,
  inconclusive: icon-inconclusive,
  not-exercised: icon-not-exercised,
  upheld: icon-upheld,
  attested: icon-attested,
  waived: icon-waived,
)
#let icon(verdict, size: 8pt) = box(width: size, height: size, baseline: size * 0.12, (icon-drawings.at(verdict))(size))
#let verdict-of(verdict, size: 8pt, weight: 600) = box(
  icon(verdict, size: size * 0.95) + h(size * 0.4)
    + text(size, weight: weight, fill: verdict-inks.at(verdict), verdict-words.at(verdict)),
)
`;
