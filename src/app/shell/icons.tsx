import { type IconProps, Svg } from './svg.tsx';

/** The mark of Backtab: two candles. */
export function LogoIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M4 2.5v11M12 2.5v11" />
      <rect x="2.5" y="6.5" width="3" height="4.5" fill="currentColor" />
      <rect x="10.5" y="4.5" width="3" height="5" fill="var(--bg)" />
    </Svg>
  );
}

/** Icon: play. */
export function PlayIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M5 3.2v9.6l7.5-4.8z" fill="currentColor" stroke="none" />
    </Svg>
  );
}

/** Icon: stop. */
export function StopIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" stroke="none" />
    </Svg>
  );
}

/** Icon: sun. */
export function SunIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <circle cx="8" cy="8" r="2.8" />
      <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9" />
    </Svg>
  );
}

/** Icon: moon. */
export function MoonIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6z" />
    </Svg>
  );
}

/** Icon: gear. */
export function GearIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M2.5 4.5h6M12.5 4.5h1M2.5 11.5h1M7.5 11.5h6" />
      <circle cx="10.5" cy="4.5" r="1.8" />
      <circle cx="5.5" cy="11.5" r="1.8" />
    </Svg>
  );
}

/** Icon: help. */
export function HelpIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.2 6.3a1.9 1.9 0 1 1 2.7 1.8c-.6.3-.9.7-.9 1.3M8 11.4v.1" />
    </Svg>
  );
}

/** Icon: plus. */
export function PlusIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M8 3.5v9M3.5 8h9" />
    </Svg>
  );
}

/** Icon: trash. */
export function TrashIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4" />
    </Svg>
  );
}

/** Icon: check. */
export function CheckIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M3 8.5l3.2 3.2L13 4.8" />
    </Svg>
  );
}

/** Icon: cross. */
export function CrossIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M4 4l8 8M12 4l-8 8" />
    </Svg>
  );
}

/** Icon: warning. */
export function WarningIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M8 2.5l6 10.8H2zM8 6.8v3M8 11.6v.1" />
    </Svg>
  );
}

/** Icon: download. */
export function DownloadIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13h10" />
    </Svg>
  );
}

/** Icon: fit. */
export function FitIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M2.5 8h11M5 5.5L2.5 8 5 10.5M11 5.5L13.5 8 11 10.5" />
    </Svg>
  );
}

/** Icon: up. */
export function UpIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M8 4l4 8H4z" fill="currentColor" stroke="none" />
    </Svg>
  );
}

/** Icon: down. */
export function DownIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M8 12L4 4h8z" fill="currentColor" stroke="none" />
    </Svg>
  );
}

/** Icon: file. */
export function FileIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <path d="M4 2h5l3 3v9H4zM9 2v3h3" />
    </Svg>
  );
}

/** Icon: three dots. */
export function MoreIcon(props: IconProps) {
  return (
    <Svg {...props}>
      <g fill="currentColor" stroke="none">
        <circle cx="3.5" cy="8" r="1.3" />
        <circle cx="8" cy="8" r="1.3" />
        <circle cx="12.5" cy="8" r="1.3" />
      </g>
    </Svg>
  );
}
