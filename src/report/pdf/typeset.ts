import { NodeCompiler, type NodeError } from '@myriaddreamin/typst-ts-node-compiler';

export type PdfStandard = 'a-2a' | 'ua-1';

/**
 * Sets a document with Typst, in this process and without a file or a network. The data is read by the source as
 * `sys.inputs.report`, never as markup.
 *
 * @throws Error with the diagnostics where Typst refuses: the source is ours, so that is a bug of ours.
 */
export function typeset(
  source: string,
  report: string,
  fonts: readonly Buffer[],
  standard: PdfStandard,
): Uint8Array {
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: [...fonts] }] });
  try {
    const compiled = compiler.compile({ mainFileContent: source, inputs: { report } });
    const document = compiled.result;
    if (document === null) throw refused(compiler, compiled.takeDiagnostics());
    return new Uint8Array(compiler.pdf(document, { pdfStandard: standard }));
  } catch (error) {
    throw error instanceof PdfRefused ? error : new PdfRefused(String(error));
  } finally {
    // What was set is remembered for the life of the process otherwise, and a long report is many megabytes.
    compiler.evictCache(0);
  }
}

class PdfRefused extends Error {
  constructor(diagnostics: string) {
    super(`The PDF could not be made: ${diagnostics}`);
  }
}

function refused(compiler: NodeCompiler, diagnostics: NodeError | null): PdfRefused {
  const list: readonly unknown[] = diagnostics === null ? [] : compiler.fetchDiagnostics(diagnostics);
  // Where it is said to be is a path on this machine to a file that does not exist, and is left out.
  const messages = list.map((one) =>
    typeof one === 'object' && one !== null && 'message' in one ? String(one.message) : String(one),
  );
  return new PdfRefused(messages.join('; '));
}
