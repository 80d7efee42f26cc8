/**
 * Titles of the tests that measure time: they run with nothing beside them. A test that promises a time names it, or is listed here by a
 * part of its title.
 */
export const ALONE =
  /within \d+ m?s|in under \d+ s|over \d+ ms|while the page stays usable|given up on after a silence|may be slow as long as|another one takes over|heap is followed by a new worker/;
