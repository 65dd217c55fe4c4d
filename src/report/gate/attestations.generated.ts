// Generated from schemas/candor/attestations.schema.json by "npm run generate". Change the schema instead.

export type Id = string;
export type Text = string;

/**
 * What persons answer to the statements of a disclosure that no wire can show.
 */
export interface AttestationsFile {
  disclosure: Id;
  /**
   * @maxItems 1000
   */
  attestations: AttestationDeclaration[];
}
export interface AttestationDeclaration {
  /**
   * A clause whose modality is statement.
   */
  clause: string;
  /**
   * What the person says of it.
   */
  answer: string;
  /**
   * The person who answers for it.
   */
  by: string;
  /**
   * The day on which it was said: YYYY-MM-DD.
   */
  on: string;
  /**
   * What the answer rests on.
   *
   * @minItems 1
   * @maxItems 100
   */
  evidence: [Text | EvidenceFile, ...(Text | EvidenceFile)[]];
}
export interface EvidenceFile {
  /**
   * From the folder of the attestations file.
   */
  file: string;
  digest: string;
}
