/** Version of the rules by which the engine fills, charges and counts. It changes when equal inputs give different results. */
export const ENGINE_VERSION = '0.4.0';
