/** Instead of figures that a run of an earlier version does not have. */
export const NOT_KEPT = 'This run was kept by a version without these figures: run it again to see them.';
