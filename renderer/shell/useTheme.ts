import { useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import type { Theme } from './theme.ts';

/** The colours: the person's choice, or the system's. */
export function useTheme(initial: Theme, onChoose: (theme: Theme) => void) {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const [theme, choose] = useState(initial);
  const setTheme = (chosen: Theme) => {
    choose(chosen);
    setColorScheme(chosen === 'system' ? 'auto' : chosen);
    onChoose(chosen);
  };
  return { theme, setTheme };
}
