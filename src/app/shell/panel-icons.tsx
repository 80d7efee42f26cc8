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
