import { calibration } from './calibration.js';

/** Section 7: limits, waivers, baseline, calibration, how to verify; and the lines to sign. */
export const closing = `
= Limits, waivers, and how to verify this report

== Limits

#if report.limits.shown.len() == 0 [ #quiet("The run names none.") ] else {
  list(..report.limits.shown.map(limit => limit), indent: 2pt, body-indent: 6pt, spacing: 5pt, marker: text(fill: grey, "•"))
  more(report.limits.more)
}

#if report.gate != none [
  == The gate

  #let gate = report.gate
  #strong-of(if gate.passed { "The gate was passed" } else { "The gate was not passed" })#text(", asked for " + gate.on + ".")
  #if gate.reasons.shown.len() > 0 {
    list(..gate.reasons.shown, indent: 2pt, body-indent: 6pt, spacing: 5pt, marker: text(fill: grey, "•"))
    more(gate.reasons.more)
  }
  #if gate.baseline != none {
    block(
      "Against the baseline " + gate.baseline.run + ": " + number(gate.baseline.added) + " new, "
        + number(gate.baseline.gone.shown.len() + gate.baseline.gone.more) + " gone, "
        + number(gate.baseline.unchanged) + " unchanged.",
    )
    if gate.baseline.gone.shown.len() > 0 { block(quiet("Gone: " + list-of(gate.baseline.gone) + ".")) }
  } else { block(quiet("No baseline was given.")) }
  #if gate.attestations > 0 {
    block("Answered by a person: " + plural(gate.attestations, "clause") + ", as section 3 has them.")
  }
]

== Waivers

#if report.gate == none or report.gate.waivers.shown.len() == 0 [ #quiet("None applies.") ] else {
  headed(
    (64pt, 100pt, 1fr, 110pt, 44pt),
    ("Waiver", "Scope", "Reason", "By, until", "Covers"),
    ..report.gate.waivers.shown.map(waiver => kept(waiver,
      tight(12, code(waiver.id, size: 7.2pt)),
      waiver.scope,
      waiver.reason,
      {
        waiver.by + linebreak() + waiver.until
        if waiver.ended { linebreak() + text(weight: 600, fill: red, "ended") }
      },
      number(waiver.matched),
    )).flatten(),
  )
  more(report.gate.waivers.more)
}

${calibration}

== How to verify this report

#if report.verification.len() == 0 [ #quiet("No command is recorded.") ] else {
  for step in report.verification {
    block(below: 4pt, sticky: true, step.says)
    commands(step.command)
  }
}

#if report.files.shown.len() > 0 [
  == Files it rests on

  #headed(
    (1fr, 270pt),
    ("File", "SHA-256"),
    ..report.files.shown.map(file => (
      code(file.name, size: 7.4pt), code(file.digest.replace("sha256:", ""), size: 6.6pt, fill: grey),
    )).flatten(),
  )
  #more(report.files.more)
]

#block(above: 14pt, quiet("Made by Candor " + identity.version + ". It says what was observed, and no more: what was not observed is not upheld."))

#let signature(words) = {
  v(44pt)
  line(length: 100%, stroke: 0.6pt + ink)
  v(-2pt)
  quiet(words)
}
#block(breakable: false, width: 100%, grid(
  columns: (1fr, 1fr),
  column-gutter: 36pt,
  signature("Examined by, date"), signature("Reviewed by, date"),
))
`;
