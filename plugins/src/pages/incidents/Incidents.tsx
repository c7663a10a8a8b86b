import { Route, Routes } from 'react-router-dom';
import { IncidentList } from './list/IncidentList';
import { IncidentPage } from './page/IncidentPage';

/** The incidents area: the list and, below it, the page of an incident. */
export const Incidents = () => (
  <Routes>
    <Route path="" element={<IncidentList />} />
    <Route path=":incidentId" element={<IncidentPage />} />
  </Routes>
);
