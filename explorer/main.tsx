import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { demoRoles } from './session.js';

createRoot(document.getElementById('explorer') as HTMLElement).render(<App roles={await demoRoles()} />);
