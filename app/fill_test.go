package app_test

import (
	"context"
	"errors"

	"woolroad/app/demo"
	"woolroad/app/store"
	"woolroad/app/store/storetest"
)

// filled is what a demo has.
var filled = storetest.NewTemplate(func(w store.Where) (err error) {
	s, err := store.Open(context.Background(), w)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return demo.Fill(context.Background(), s, demo.Options{Now: clock(), Address: "http://127.0.0.1:8080"})
})
