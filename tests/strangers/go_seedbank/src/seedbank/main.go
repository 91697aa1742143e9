// Seedbank serves the catalogue and the desk of a seed bank: accessions, the lots in its vaults, germination tests and requests for seeds.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"seedbank/sample"
	"seedbank/store"
	"seedbank/web"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func run(arguments []string) error {
	if len(arguments) == 0 {
		return errors.New("usage: seedbank serve|seed")
	}
	database, err := store.Open(os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	defer database.Close()
	flags := flag.NewFlagSet(arguments[0], flag.ExitOnError)
	switch arguments[0] {
	case "seed":
		factor := flags.Int("factor", 1, "size of the data")
		if err := flags.Parse(arguments[1:]); err != nil {
			return err
		}
		return sample.Fill(context.Background(), database, *factor)
	case "serve":
		listen := flags.String("listen", "127.0.0.1:8080", "address")
		if err := flags.Parse(arguments[1:]); err != nil {
			return err
		}
		return serve(database, *listen)
	}
	return fmt.Errorf("unknown command %q", arguments[0])
}

func serve(database *store.Store, listen string) error {
	if err := database.Prepare(); err != nil {
		return err
	}
	defer database.CloseStatements()
	server := &http.Server{Addr: listen, Handler: web.NewServer(database), ReadHeaderTimeout: 5 * time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
