import { createTheme, type MantineColorsTuple } from '@mantine/core';

const violet: MantineColorsTuple = [
  '#f3f1ff',
  '#e2deff',
  '#c3bbff',
  '#a99dff',
  '#9a8cff',
  '#8472f5',
  '#7262ea',
  '#6453e0',
  '#5646cf',
  '#4738ba',
];

const dark: MantineColorsTuple = [
  '#e3e6ea',
  '#a3abb7',
  '#8b94a1',
  '#68717e',
  '#2a3038',
  '#1e232a',
  '#0e1014',
  '#121519',
  '#0b0d10',
  '#08090b',
];

/** Mantine in the workbench's density; colours stand in theme.css. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontSizes: { xs: '12px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '16px', sm: '16px', md: '20px', lg: '20px', xl: '24px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '4px', lg: '4px', xl: '6px' },
  defaultRadius: 'sm',
  primaryColor: 'violet',
  primaryShade: { light: 8, dark: 7 },
  colors: { violet, dark },
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'compact-sm' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 0 } },
    Switch: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 250, transitionProps: { duration: 0 }, multiline: true } },
    Modal: {
      defaultProps: {
        overlayProps: { backgroundOpacity: 0.5 },
        transitionProps: { duration: 0 },
        radius: 4,
        padding: 0,
      },
    },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, radius: 4 } },
  },
});
