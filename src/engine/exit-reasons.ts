/** Why a trade was closed by an order that the strategy did not tag. */
export const EXIT_REASONS = {
  closed: 'position closed',
  exclusive: 'replaced by a new order',
  final: 'end of the run',
  ruin: 'equity used up',
} as const;
