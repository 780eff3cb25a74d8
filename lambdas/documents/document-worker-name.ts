/** What a thread is told that it is for, so that a bundle loaded in it knows to be the document worker. */
export const DOCUMENT_WORKER = 'talent-match/document-worker';
