#include "services/pages/headings.h"

#include <algorithm>
#include <iterator>

namespace casejournal::services {
namespace {

struct Pair {
  absl::string_view english;
  absl::string_view spanish;
};

// In the order of the English headings.
constexpr Pair kHeadings[] = {
    {"About each child", "Sobre cada niño o niña"},
    {"Absences", "Ausencias"},
    {"Agency", "Agencia"},
    {"Alternatives to foster care", "Alternativas al cuidado de crianza"},
    {"As", "En calidad de"},
    {"Born", "Nacimiento"},
    {"Checked", "Revisado"},
    {"Child", "Niño o niña"},
    {"Children", "Niños"},
    {"Condition for return", "Condición para el regreso"},
    {"Conditions for return", "Condiciones para el regreso"},
    {"Digest", "Huella digital"},
    {"Drawn up", "Elaborado"},
    {"Fact", "Dato"},
    {"Filed", "Presentado"},
    {"For", "Para"},
    {"From", "De"},
    {"Goal, objective, activity", "Meta, objetivo, actividad"},
    {"Goals, objectives, activities", "Metas, objetivos y actividades"},
    {"Health and school", "Salud y escuela"},
    {"How", "Cómo"},
    {"Identified", "Identificado"},
    {"In the case", "En el caso"},
    {"In their own words", "En sus propias palabras"},
    {"Judged", "Evaluado"},
    {"Kind", "Tipo"},
    {"Left open", "Pendiente"},
    {"Motions and filings", "Mociones y presentaciones"},
    {"Name", "Nombre"},
    {"Need", "Necesidad"},
    {"Needs", "Necesidades"},
    {"Now", "Ahora"},
    {"Number", "Número"},
    {"Numbers", "Números"},
    {"Of", "De quién"},
    {"Offered to prevent the removal", "Ofrecido para evitar la separación"},
    {"Outcome sought", "Resultado buscado"},
    {"People", "Personas"},
    {"Placed with", "Colocado con"},
    {"Placements", "Colocaciones"},
    {"Preview", "Vista previa"},
    {"Priority", "Prioridad"},
    {"Progress", "Progreso"},
    {"Provider", "Proveedor"},
    {"Relation or part", "Relación o función"},
    {"Replaces", "Reemplaza"},
    {"Responsible", "Responsable"},
    {"Result", "Resultado"},
    {"Safety plan", "Plan de seguridad"},
    {"Safety plans", "Planes de seguridad"},
    {"Safety threats", "Amenazas a la seguridad"},
    {"Set", "Fijado"},
    {"Since", "Desde"},
    {"Steps toward a permanent home", "Pasos hacia un hogar permanente"},
    {"Strength or resource", "Fortaleza o recurso"},
    {"Strengths and resources", "Fortalezas y recursos"},
    {"Threat", "Amenaza"},
    {"To", "Para quién"},
    {"Took no part", "No participaron"},
    {"Took part", "Participaron"},
    {"Type", "Tipo"},
    {"Visits", "Visitas"},
    {"Visits with", "Visitas con"},
    {"What", "Qué"},
    {"When", "Cuándo"},
    {"Where", "Dónde"},
    {"Who", "Quién"},
    {"Why", "Por qué"},
    {"addresses the need", "responde a la necesidad"},
    {"after", "después de"},
    {"agreed by", "acordado por"},
    {"aim", "meta"},
    {"also serves", "sirve también a"},
    {"appropriate because", "adecuado porque"},
    {"baseline", "punto de partida"},
    {"behavior", "conducta"},
    {"builds on", "se apoya en"},
    {"fits", "se ajusta a"},
    {"followed by", "seguido por"},
    {"for", "para"},
    {"health assessment", "evaluación de salud"},
    {"is to change", "debe cambiar"},
    {"measure", "medida"},
    {"place", "lugar"},
    {"preparation for adult life", "preparación para la vida adulta"},
    {"progress", "progreso"},
    {"purpose", "propósito"},
    {"result", "resultado"},
    {"rights explained", "derechos explicados"},
    {"schooling", "escolaridad"},
    {"serves the outcome", "sirve al resultado"},
    {"service", "servicio"},
    {"shown by", "se muestra por"},
    {"stopped because", "suspendido porque"},
    {"withdrawn because", "retirado porque"},
};

}  // namespace

absl::string_view Heading(absl::string_view language, absl::string_view english) {
  if (language != "es") return english;
  const auto found = std::lower_bound(std::begin(kHeadings), std::end(kHeadings), english,
                                      [](const Pair& pair, absl::string_view word) { return pair.english < word; });
  return found == std::end(kHeadings) || found->english != english ? english : found->spanish;
}

}  // namespace casejournal::services
