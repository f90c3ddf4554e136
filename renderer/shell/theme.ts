import { createTheme, type MantineColorSchemeManager, type MantineColorsTuple } from '@mantine/core';

const TEAL: MantineColorsTuple = [
  '#e6f7f5',
  '#d5efec',
  '#a9dfd9',
  '#7accc3',
  '#4fb8ad',
  '#2ca396',
  '#168c80',
  '#0f766e',
  '#0b5f59',
  '#084a45',
];

/** The kit as dense as a workbench needs it; colours come from theme.css. */
export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 4 },
  colors: { teal: TEAL },
  fontFamily: 'inherit',
  fontSizes: { xs: '12px', sm: '12px', md: '13px' },
  defaultRadius: 3,
  cursorType: 'pointer',
  respectReducedMotion: true,
});

export type Theme = 'light' | 'dark' | 'system';

/** The kit's colour scheme, kept by the engine with the other settings and never by the browser. */
export function schemeManager(initial: Theme): MantineColorSchemeManager {
  return {
    get: () => (initial === 'system' ? 'auto' : initial),
    set: () => undefined,
    subscribe: () => undefined,
    unsubscribe: () => undefined,
    clear: () => undefined,
  };
}
