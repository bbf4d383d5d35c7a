import type { Fetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { useMemo, useRef, useState } from 'react';
import schemaText from '../schema/schema.graphql?raw';
import { ExamplesPanel } from './examples-panel.js';
import { documentOf } from './flow.js';
import { flows } from './flows.js';
import { type DemoRole, fetcherFor } from './session.js';
import { texts } from './texts.js';

// The schema comes with the page: it needs no introspection, and so no token either.
const schema: GraphQLSchema = buildSchema(schemaText);
const defaultTabs = flows.map(({ steps: [first] }) => ({ query: first ? documentOf(first) : '' }));

/** The explorer: who acts, and GraphiQL. Without demo roles it asks for a token. */
export function App({ roles }: { readonly roles: readonly DemoRole[] }) {
  const [language, setLanguage] = useState<'en' | 'zh'>(navigator.language.startsWith('zh') ? 'zh' : 'en');
  const [role, setRole] = useState(roles[0]?.key ?? '');
  const [pasted, setPasted] = useState('');
  const token = roles.find(({ key }) => key === role)?.token ?? pasted;
  const current = useRef<Fetcher>(null as never);
  current.current = useMemo(() => fetcherFor({ token, language }), [token, language]);
  // One fetcher for GraphiQL, which would otherwise begin anew with each caller.
  const fetcher = useMemo<Fetcher>(() => (params, options) => current.current(params, options), []);
  const examples = useMemo(
    () => ({
      title: texts.examples[language],
      icon: () => (
        <span aria-hidden="true" className="examples-icon">
          ★
        </span>
      ),
      content: () => <ExamplesPanel language={language} onRole={setRole} />,
    }),
    [language],
  );
  return (
    <>
      <header>
        <strong>Joint Ops</strong>
        {roles.length > 0 ? (
          <label>
            {texts.actAs[language]}
            <select value={role} onChange={({ target }) => setRole(target.value)}>
              {roles.map(({ key, who }) => (
                <option key={key} value={key}>
                  {who[language]}
                </option>
              ))}
            </select>
          </label>
        ) : (
          <label>
            {texts.token[language]}
            <input
              type="password"
              autoComplete="off"
              value={pasted}
              placeholder={texts.tokenHelp[language]}
              onChange={({ target }) => setPasted(target.value.trim())}
            />
          </label>
        )}
        <label>
          {texts.language[language]}
          <select value={language} onChange={({ target }) => setLanguage(target.value as 'en' | 'zh')}>
            <option value="en">English</option>
            <option value="zh">中文</option>
          </select>
        </label>
      </header>
      <GraphiQL
        key={language}
        fetcher={fetcher}
        schema={schema}
        plugins={[examples]}
        visiblePlugin={examples}
        defaultEditorToolsVisibility="variables"
        defaultTabs={defaultTabs}
      >
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}
