import { type IconProps, Svg } from './svg.tsx';

/** Icon: sidebar left. */
export function SidebarLeftIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M6 3v10" />
    </Svg>
  );
}

/** Icon: sidebar right. */
export function SidebarRightIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M10 3v10" />
    </Svg>
  );
}

/** Icon: sidebar bottom. */
export function SidebarBottomIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <rect x="2" y="3" width="12" height="10" rx="1.5" />
      <path d="M2 9.5h12" />
    </Svg>
  );
}

/** Icon: chevron to the right; turned by a quarter it stands for what is folded out. */
export function ChevronIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M6 3.5L10.5 8 6 12.5" />
    </Svg>
  );
}

/** Icon: clock that goes back, for what was before. */
export function HistoryIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M3 8a5.2 5.2 0 1 0 1.7-3.8L3 5.8M3 2.8v3h3M8 5.2V8l2 1.4" />
    </Svg>
  );
}

/** Icon: list of terms. */
export function RecordIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M3.5 2.5h9v11h-9zM6 5.8h4M6 8.2h4M6 10.6h2.5" />
    </Svg>
  );
}
