import { Route, Routes } from 'react-router-dom';
import { IssuePage } from './issue/IssuePage';
import { ErrorList } from './list/ErrorList';

/** The errors area: the list and, below it, the page of an issue. */
export const Errors = () => (
  <Routes>
    <Route path="" element={<ErrorList />} />
    <Route path="issues/:issueId" element={<IssuePage />} />
  </Routes>
);
