import type { Report } from '../report.js';
import { contents } from './contents.js';
import { loadFonts } from './fonts.js';
import { printable } from './printable.js';
import { template } from './template/template.js';
import { type PdfStandard, typeset } from './typeset.js';

/**
 * The report for a lawyer, as PDF on A4: PDF/A-2a to keep, or PDF/UA-1 to be read aloud; one file cannot claim both.
 * The same report gives the same bytes on every machine. It is bounded, and says where it leaves something out.
 *
 * @throws Error where Typst refuses the document, which is a bug of ours.
 */
export async function pdfReport(report: Report, standard: PdfStandard): Promise<Uint8Array> {
  const { files, coverage } = await loadFonts();
  const data = JSON.stringify(printable(contents(report), coverage));
  return typeset(template, data, files, standard);
}
