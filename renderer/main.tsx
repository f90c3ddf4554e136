import './api/zod-without-eval.ts';
import '@mantine/core/styles.css';
import 'dockview-react/dist/styles/dockview.css';
import './shell/theme.css';
import { createRoot } from 'react-dom/client';
import { connectEngine } from './api/engine-client.ts';
import { Start } from './shell/Start.tsx';

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Start engine={connectEngine()} />);
