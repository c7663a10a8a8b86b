/** What one report may hold. A build with more splits its reports, as its jobs are split. */
export const MAX_CASES = 200_000;
export const MAX_SUITES = 200_000;
export const MAX_FILES = 100_000;
export const MAX_LINES = 5_000_000;
export const MAX_XML_DEPTH = 100;
export const MAX_BYTES = 256 * 1024 * 1024;

/** What is kept of a text, in UTF-16 units. */
export const MAX_NAME = 1000;
export const MAX_MESSAGE = 2000;
export const MAX_DETAILS = 16_000;
/** Tries of one test before its last one. */
export const MAX_EARLIER_TRIES = 100;
