package seed

import (
	"context"

	"bidwell/desk"
	"bidwell/ent"
	entcontact "bidwell/ent/contact"
	entcustomer "bidwell/ent/customer"
	entproduct "bidwell/ent/product"
	entteam "bidwell/ent/team"
	entuser "bidwell/ent/user"
	"bidwell/process"
)

type team struct{ Name, Department, Lead string }

type person struct {
	Key, Name, Region, Language, Team, Manager string
	Role                                       process.UserRole
}

type product struct {
	Code, Name, Series string
	Price              minor
}

type customer struct {
	Code, Name, Kind, Industry, Region, City, Owner, Parent, Notes string

	NameEn string `yaml:"nameEn"`
	Level  process.CustomerLevel
	Tags   []string
}

type contact struct{ Key, Customer, Name, Title, Department, Phone, Language, Notes string }

// founded is the day on which the company is set up: before all its deals.
const founded = 660

// productKeeper is who keeps the product list.
const productKeeper = "chuan.bai"

// email is the address of a person in the book.
func email(key string) string { return key + "@example.com" }

// company tells of the people, the products and the customers.
func (s *story) company() {
	for _, t := range s.book.Teams {
		s.on(founded, "", func(ctx context.Context) error { return s.team(ctx, t) })
	}
	for _, p := range s.book.Users {
		s.roles[p.Key] = p.Role
		s.on(founded, "", func(ctx context.Context) error { return s.person(ctx, p) })
	}
	for _, t := range s.book.Teams {
		s.on(founded, "", func(ctx context.Context) error { return s.lead(ctx, t) })
	}
	s.on(founded, "", s.desk.InstallTemplates)
	for _, p := range s.book.Products {
		s.on(founded, productKeeper, func(ctx context.Context) error { return s.product(ctx, p) })
	}
	owners := map[string]string{}
	for _, c := range s.book.Customers {
		owners[c.Code] = c.Owner
		s.on(founded, c.Owner, func(ctx context.Context) error { return s.customer(ctx, c) })
	}
	for _, c := range s.book.Contacts {
		s.on(founded, owners[c.Customer], func(ctx context.Context) error { return s.contact(ctx, c) })
	}
}

func (s *story) team(ctx context.Context, t team) error {
	return once(s, "team", t.Name, s.read.Team.Query().Where(entteam.Name(t.Name)), func() (desk.Written[ent.Team], error) {
		return s.desk.CreateTeam(ctx, ent.CreateTeamInput{Name: t.Name, Department: given(t.Department)})
	})
}

// lead gives a team its leader, who is a member of it and therefore comes after it.
func (s *story) lead(ctx context.Context, t team) error {
	known, err := s.read.Team.Get(s.ctx, s.ids["team "+t.Name])
	if err != nil || known.LeadID != nil {
		return err
	}
	_, err = s.desk.UpdateTeam(ctx, ent.UpdateTeamInput{ID: known.ID, Version: known.Version, LeadID: s.ref("user", t.Lead)})
	return err
}

// person makes a user who can sign in. A password that was changed since stays.
func (s *story) person(ctx context.Context, p person) error {
	err := once(s, "user", p.Key, s.read.User.Query().Where(entuser.Email(email(p.Key))), func() (desk.Written[ent.User], error) {
		return s.desk.CreateUser(ctx, ent.CreateUserInput{
			Name: p.Name, Email: new(email(p.Key)), Role: &p.Role, Region: given(p.Region), Language: given(p.Language),
			ManagerID: s.ref("user", p.Manager), TeamID: s.ref("team", p.Team),
		})
	})
	if err != nil {
		return err
	}
	u, err := s.read.User.Get(s.ctx, s.ids["user "+p.Key])
	if err != nil || u.PasswordHash != "" {
		return err
	}
	_, err = s.desk.SetPassword(ctx, desk.SetPasswordInput{UserID: u.ID, Password: DemoPassword})
	return err
}

func (s *story) product(ctx context.Context, p product) error {
	return once(s, "product", p.Code, s.read.Product.Query().Where(entproduct.Code(p.Code)), func() (desk.Written[ent.Product], error) {
		return s.desk.CreateProduct(ctx, ent.CreateProductInput{
			Code: &p.Code, Name: p.Name, Series: &p.Series, ListPrice: new(int64(p.Price)),
		})
	})
}

func (s *story) customer(ctx context.Context, c customer) error {
	return once(s, "customer", c.Code, s.read.Customer.Query().Where(entcustomer.Code(c.Code)), func() (desk.Written[ent.Customer], error) {
		return s.desk.CreateCustomer(ctx, ent.CreateCustomerInput{
			Code: &c.Code, Name: c.Name, NameEn: &c.NameEn, Kind: &c.Kind, Industry: &c.Industry, Region: &c.Region, City: &c.City,
			Level: &c.Level, Notes: given(c.Notes), Tags: c.Tags, OwnerID: s.ref("user", c.Owner), ParentID: s.ref("customer", c.Parent),
		})
	})
}

func (s *story) contact(ctx context.Context, c contact) error {
	find := s.read.Contact.Query().Where(entcontact.Email(email(c.Key)))
	return once(s, "contact", c.Key, find, func() (desk.Written[ent.Contact], error) {
		return s.desk.CreateContact(ctx, ent.CreateContactInput{
			CustomerID: *s.ref("customer", c.Customer), Name: c.Name, Email: new(email(c.Key)), Title: given(c.Title),
			Department: given(c.Department), Phone: given(c.Phone), Language: given(c.Language), Notes: given(c.Notes),
		})
	})
}
