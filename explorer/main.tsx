import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { demoRoles } from './session';

createRoot(document.getElementById('explorer') as HTMLElement).render(<App roles={await demoRoles()} />);
