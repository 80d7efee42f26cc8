import type { ReactNode } from 'react';

/** What every icon takes. */
export interface IconProps {
  /** Width and height, px. Default 16. */
  readonly size?: number;
}

/** A 16 × 16 line drawing in the colour of its text, hidden from assistive technology. */
export function Svg(props: IconProps & { readonly children: ReactNode }) {
  const size = props.size ?? 16;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {props.children}
    </svg>
  );
}
