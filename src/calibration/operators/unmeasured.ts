/** What calibration does not put to the test, and why: a figure must not seem to say more than it does. */
export const unmeasured: readonly { readonly rule: string; readonly because: string }[] = [
  {
    rule: 'leak/canary',
    because:
      'A value that is enciphered, hashed with a key or written in an alphabet of the product’s own is not found by this rule (docs/encodings.md tells which encodings are); leak/differential finds that something depends on it, where three observations were made.',
  },
  {
    rule: 'leak/differential',
    because:
      'White space, letter case and the order of headers are not compared: what a product encodes in them is not found, and instants are not compared either.',
  },
  {
    rule: 'channel/undocumented',
    because:
      'What a permitted header says is left to the sender, and so is the choice among ways to write the same value: letter case, percent-encoding, escapes, white space, surplus separators in a query of fields.',
  },
  {
    rule: 'capture/dead',
    because:
      'No change puts a gap into the capture, or takes the end from a trace: that such a trace is left undecided, and never upheld, is not measured.',
  },
];
