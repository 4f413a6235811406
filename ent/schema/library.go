package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"bidwell/process/vocabulary"
)

// SynonymGroup is a set of words and phrases of one meaning, in any language: a search for one of them finds the others.
type SynonymGroup struct{ ent.Schema }

// Mixin of SynonymGroup.
func (SynonymGroup) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of SynonymGroup.
func (SynonymGroup) Annotations() []schema.Annotation {
	return entity("synonym_groups", "A set of words and phrases of one meaning, in any language: a search for one of them finds the others.")
}

// Fields of SynonymGroup.
func (SynonymGroup) Fields() []ent.Field {
	return []ent.Field{
		field.Strings("forms").Comment("The words and phrases, 2 to 16 of them, for example 验收 and acceptance."),
		text("note", 500, "What they mean, or why they are together."),
	}
}

// SavedSearch is a search somebody keeps; it can tell them of what is new.
type SavedSearch struct{ ent.Schema }

// Mixin of SavedSearch.
func (SavedSearch) Mixin() []ent.Mixin { return []ent.Mixin{Base{}} }

// Annotations of SavedSearch.
func (SavedSearch) Annotations() []schema.Annotation {
	return record("saved_searches", "A search somebody keeps; it can tell them of what is new.")
}

// Fields of SavedSearch.
func (SavedSearch) Fields() []ent.Field {
	return []ent.Field{
		required("user_id", "Id of the user who keeps it."),
		field.String("name").NotEmpty().MaxRuneLen(200).Comment("What it is called."),
		field.Text("query").MaxLen(1 << 14).Annotations(notFiltered).Comment("What to look for, as a search takes it."),
		structured("filter", vocabulary.SearchFilter{}, "SavedSearchFilter", "Only hits that match."),
		field.Bool("alerts").Default(false).Comment("Whether its user is told of new hits."),
		field.JSON("known", []string{}).Optional().Annotations(internal).Comment("Ids of the documents it found when it was saved, at most 1,000: they are not new."),
		field.Int64("checked_change").Default(0).Annotations(internal).Comment("Number of the change up to which it was looked for new hits."),
	}
}

// Edges of SavedSearch.
func (SavedSearch) Edges() []ent.Edge {
	return []ent.Edge{partOf("user", User.Type, "The user who keeps it.")}
}

// Indexes of SavedSearch.
func (SavedSearch) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id"), index.Fields("alerts", "checked_change")}
}

// SearchLogEntry is a search as it is remembered to make the library better: what was looked for and what came of it,
// not who looked.
type SearchLogEntry struct{ ent.Schema }

// Annotations of SearchLogEntry: reports are counted from it, nobody reads it row by row.
func (SearchLogEntry) Annotations() []schema.Annotation {
	return []schema.Annotation{tableName("search_log"), internal}
}

// Fields of SearchLogEntry.
func (SearchLogEntry) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id").Comment("Row number."),
		field.String("key").MaxLen(40).NotEmpty().Unique().Immutable().Comment("Names the search when one of its hits is opened."),
		field.Time("at").Immutable().Comment("When it was made."),
		field.String("query").MaxRuneLen(200).Immutable().Comment("What was looked for, folded and shortened."),
		field.Int("total").Immutable().Comment("How many documents it found."),
		field.Int("clicked_rank").Default(0).Comment("Place of the hit that was opened first, 1 for the best; 0 for none."),
	}
}

// Indexes of SearchLogEntry.
func (SearchLogEntry) Indexes() []ent.Index { return []ent.Index{index.Fields("at")} }
