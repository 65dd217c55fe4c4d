import { defineRule } from './rule.js';

export const undocumentedField = defineRule({
  id: 'field/undocumented',
  kind: 'excess',
  fires: 'A field that the payload’s schema does not have was sent, at any depth.',
  charged: 'the payload’s clause',
  explanation:
    'The document lists the fields of each payload; its schema is closed at every depth, so whatever it does not name is not disclosed. Names are compared exactly: another letter case is another field.',
  remedy: 'Stop sending the field, or have the vendor document it and add it to the schema with its clause.',
});

export const missingField = defineRule({
  id: 'field/missing',
  kind: 'shortfall',
  fires: 'A required field is absent, or one whose condition holds.',
  charged: 'the field’s clause',
  explanation:
    'The document says that the field is transmitted. A field with a `when` is required only while the facts named there hold; what rests on an unknown fact is not decided.',
  remedy: 'Send the field, or correct the document.',
});

export const unwarrantedField = defineRule({
  id: 'field/unwarranted',
  kind: 'excess',
  fires: 'A field whose condition does not hold is present.',
  charged: 'the field’s clause',
  explanation:
    'The document describes the field for a certain state only, such as an identifier of a threat when one was detected. In any other state it is not disclosed, even where its value is empty.',
  remedy: 'Leave the field out in that state.',
});

export const invalidField = defineRule({
  id: 'field/invalid',
  kind: 'excess',
  fires: 'A value is not what its schema permits.',
  charged: 'the field’s clause',
  explanation:
    'A value of another type, out of its bounds or of another form is not the one that the document describes, and a field without bounds could carry anything.',
  remedy:
    'Send a value that the schema permits; if the schema guesses too narrowly at the document, widen it.',
});

export const untrueField = defineRule({
  id: 'field/untrue',
  kind: 'excess',
  fires: 'A value contradicts the fact that it tells.',
  charged: 'the field’s clause',
  explanation:
    'Some fields tell a fact of the installation, such as whether a statement was accepted. The trace knows that fact from what was done to the installation, and the value says otherwise.',
  remedy: 'Send what is so.',
});
