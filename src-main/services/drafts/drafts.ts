/** What hosts need of drafts outside of the windows. */
export { exportDraft } from './draft-exports.ts';
export type { DraftLibrary } from '../../store/drafts/draft-library.ts';
