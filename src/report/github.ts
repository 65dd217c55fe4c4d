/** The run as GitHub Actions tells it: annotations beside the disclosure, and the summary of a job. */
export { githubAnnotations } from './github-annotations.js';
export { githubSummary } from './github-summary.js';
