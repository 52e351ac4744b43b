/** What stands beside the page, one at a time. */
export const panels = ['how', 'lines', 'drafts', 'strip'] as const;
export type Panel = (typeof panels)[number];
