/** What stands beside the page, one at a time. */
export const panels = ['how', 'lines', 'words', 'drafts', 'strip'] as const;
export type Panel = (typeof panels)[number];
